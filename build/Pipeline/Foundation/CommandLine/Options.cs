namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>
/// Every option that there is, each declared once: what reads the command line, checks it, prints the help and writes docs/commands.md
/// goes by these. Frosting would take any option that is not its own for an argument of the script and say nothing, which is why they
/// are checked before it sees them.
/// </summary>
public static class Options
{
    private static readonly List<CommandOption> Declared = [];
    private static readonly string[] Rollouts = ["Deploy", "Promote", "Rollback"];

    public static TextOption Target { get; } = Declare(new TextOption("--target", "--Target", "-t") { Help = "The target to run", IsOfHost = true, IsRepeatable = true });

    /// <summary>As given, relative to the folder of the caller.</summary>
    public static TextOption WorkingDirectory { get; } = Declare(new TextOption("--working", "-w")
    {
        Help = "The application's folder, when build.sh is in another one. State, artifacts and reports are written there",
        IsOfHost = true,
    });

    public static TextOption Verbosity { get; } = Declare(new TextOption("--verbosity", "-v")
    {
        Help = "quiet, minimal, normal (default), verbose or diagnostic",
        IsOfHost = true,
        Values = OptionRules.Verbosities[..5],
        Check = OptionRules.Verbosity,
    });

    public static Flag Description { get; } = Declare(new Flag("--description", "--descriptions", "--showdescription", "--showdescriptions") { Help = "List all tasks with their descriptions", IsOfHost = true });

    public static Flag Tree { get; } = Declare(new Flag("--tree", "--showtree") { Help = "Show all tasks with the tasks that they depend on", IsOfHost = true });

    public static Flag DryRun { get; } = Declare(new Flag("--dryrun", "--noop", "--whatif") { Help = "List the tasks that would run, and run none", IsOfHost = true });

    public static Flag Exclusive { get; } = Declare(new Flag("--exclusive", "-e") { Help = "Run the target without the tasks that it depends on", IsOfHost = true });

    public static Flag Version { get; } = Declare(new Flag("--version", "--ver") { Help = "Print the version", IsOfHost = true });

    public static Flag Info { get; } = Declare(new Flag("--info") { Help = "Print the version and what it is built on", IsOfHost = true });

    public static Flag Help { get; } = Declare(new Flag("--help", "-h", "-?") { Help = "Print the help", IsOfHost = true });

    public static TextOption Completion { get; } = Declare(new TextOption("--completion") { Help = "Print the script that completes this command in a shell: bash, zsh, fish or powershell", Values = OptionRules.Shells, Check = OptionRules.Shell });

    public static TextOption Environment { get; } = Declare(new TextOption("--env") { Help = "The environment: a name that is listed under 'environments' in slipway.yml", Check = ValueRules.Environment });

    public static TextOption BuildNumber { get; } = Declare(new TextOption("--build-number")
    {
        Help = "Default: that of CodeBuild, Bitbucket Pipelines or GitHub Actions, else the number of commits",
        Check = ValueRules.BuildNumber,
    });

    /// <summary>As given; relative to the working directory.</summary>
    public static CommandOption<string> Config { get; } = Declare(new CommandOption<string>(["--config"], text => text, "slipway.yml") { Help = "The configuration; default: slipway.yml" });

    public static Flag Force { get; } = Declare(new Flag("--force")
    {
        Help = "Deploy: replace the tasks also when the service runs the release already, and run the tasks of the release again; Init: replace files that exist",
        Targets = ["Deploy", "Init", "Promote"],
    });

    /// <summary>As given; relative to the working directory.</summary>
    public static TextOption Output { get; } = Declare(new TextOption("--output")
    {
        Help = "Graph: the file to draw to, .svg or .mmd; Lint: the file for the findings, as SARIF 2.1.0; Policy: json, or the folder for a file for each role; Logs, Run, Status, Verify: json",
        Targets = ["Graph", "Lint", "Logs", "Policy", "Run", "Status", "Verify"],
        Only = OptionRules.JsonTargetNames.Where(target => target != "Policy").ToDictionary(target => target, _ => Json),
    });

    /// <summary><c>ec2</c> or <c>fargate</c>.</summary>
    public static TextOption LaunchType { get; } = Declare(new TextOption("--launch-type") { Help = "Init: ec2 (default) or fargate, for the rehearsal too", Targets = ["Init"], Values = OptionRules.LaunchTypes, Check = OptionRules.LaunchType });

    /// <summary><c>one</c> or <c>each</c>.</summary>
    public static TextOption Services { get; } = Declare(new TextOption("--services")
    {
        Help = "Init: one (default) service of ECS whose task has all Compose services, or each: a service of ECS for each Compose service that is not a sidecar",
        Targets = ["Init"],
        Values = OptionRules.Divisions,
        Check = OptionRules.Division,
    });

    /// <summary>As given, in Compose's order; relative to the application's folder.</summary>
    public static CommandOption<IReadOnlyList<string>> Compose { get; } = Declare(new CommandOption<IReadOnlyList<string>>(["--compose"], Names, [])
    {
        Help = "Init: the Compose files, separated by commas; default: those of slipway.yml, of COMPOSE_FILE, or those that Compose finds itself",
        Targets = ["Init"],
        Check = value => Names(value).Length > 0 ? null : $"'{value}' names no file",
    });

    public static CommandOption<IReadOnlyList<string>> Service { get; } = Declare(new CommandOption<IReadOnlyList<string>>(["--service"], Names, [])
    {
        Help = "The services of the environment, where it has several (deploy.services): names, separated by commas; default: all. Continue, Exec, Run: the one",
        Targets = ["CleanRevisions", "Continue", "Deploy", "Diff", "Exec", "Logs", "Rollback", "Run", "Status", "Verify"],
        Check = value => Names(value).Length > 0 ? null : $"'{value}' names no service",
    });

    public static CommandOption<TimeSpan?> Timeout { get; } = Declare(new CommandOption<TimeSpan?>(["--timeout"], Time, absent: null)
    {
        Help = "Continue, Deploy, Promote, Rollback: when the deployment must be done, in place of 'deploy.timeout': 90s, 10m; Run: when the command is stopped",
        Targets = ["Continue", .. Rollouts, "Run"],
        Check = OptionRules.TimeLimit,
    });

    public static TextOption To { get; } = Declare(new TextOption("--to")
    {
        Help = "Rollback: the build's number, that of the task definition's revision, or a revision in full (family:revision, or its ARN); default: what was released before",
        Targets = ["Rollback"],
    });

    public static Flag NoWait { get; } = Declare(new Flag("--no-wait") { Help = "Continue, Deploy, Promote, Rollback: start the deployment, or answer its pause, and verify nothing", Targets = ["Continue", .. Rollouts] });

    public static Flag NoRollback { get; } = Declare(new Flag("--no-rollback") { Help = "Deploy, Promote, Rollback: leave a failed deployment in place, for inspection", Targets = Rollouts });

    /// <summary><c>shifted</c>, <c>terminated</c>, <c>paused</c> or a stage of ECS's at which a deployment can pause.</summary>
    public static TextOption WaitUntil { get; } = Declare(new TextOption("--wait-until")
    {
        Help = "By CodeDeploy: shifted (default), or terminated to wait for the end of the old tasks. By ECS: paused, or the stage of a pause, to end with exit code 9 when the deployment is paused there",
        Targets = ["Continue", .. Rollouts],
        Values = OptionRules.Waits,
        Check = OptionRules.WaitUntil,
    });

    public static Flag RollsBack { get; } = Declare(new Flag("--rollback") { Help = "Continue: roll the paused deployment back", Targets = ["Continue"] });

    /// <summary><c>cluster/service</c>.</summary>
    public static TextOption FromService { get; } = Declare(new TextOption("--from-service")
    {
        Help = "Init: CLUSTER/SERVICE of ECS to take an environment's task definition from",
        Targets = ["Init"],
        Check = OptionRules.EcsService,
    });

    public static CommandOption<TimeSpan> LockWait { get; } = Declare(new CommandOption<TimeSpan>(["--lock-wait"], text => Time(text)!.Value, TimeSpan.Zero)
    {
        Help = "CleanRevisions, Deploy, Promote, Rollback: how long to wait for another deployment to the environment, such as 10m; default: not at all",
        Targets = ["CleanRevisions", .. Rollouts],
        Check = OptionRules.TimeLimit,
    });

    public static TextOption From { get; } = Declare(new TextOption("--from")
    {
        Help = "Promote: the environment whose release is deployed; default: the one that the environment comes from ('from' in slipway.yml)",
        Targets = ["Promote"],
        Check = ValueRules.Environment,
    });

    public static TextOption ApprovedBy { get; } = Declare(new TextOption("--approved-by")
    {
        Help = "Deploy, Promote: who has approved the deployment, where the environment needs that ('approve' in slipway.yml); it is recorded with the release",
        Targets = ["Deploy", "Promote"],
        Check = OptionRules.Approver,
    });

    /// <summary>The file of a recorded release, relative to the repository.</summary>
    public static TextOption Release { get; } = Declare(new TextOption("--release") { Help = "Deploy, Promote: a release.json that was kept, in place of a build", Targets = ["Deploy", "Promote"] });

    public static TextOption ChangedSince { get; } = Declare(new TextOption("--changed-since") { Help = "Deploy: only what has changed since a commit: a branch, a tag or a hash, such as origin/main", Targets = ["Deploy"], Check = OptionRules.Commit });

    /// <summary>An ARN; null for the role that slipway.yml names.</summary>
    public static TextOption Role { get; } = Declare(new TextOption("--role")
    {
        Help = "Diff, Logs, Status: the ARN of the IAM role to assume in place of the environment's 'role', such as one that can only read",
        Targets = ["Diff", "Logs", "Status"],
        Check = OptionRules.Role,
    });

    public static CommandOption<TimeSpan> Since { get; } = Declare(new CommandOption<TimeSpan>(["--since"], text => Time(text)!.Value, TimeSpan.FromMinutes(10)) { Help = "Logs: how far back; default: 10m", Targets = ["Logs"], Check = OptionRules.Since });

    public static Flag Follow { get; } = Declare(new Flag("--follow") { Help = "Logs: keep printing until interrupted", Targets = ["Logs"] });

    /// <summary>The program and its arguments.</summary>
    public static CommandOption<IReadOnlyList<string>> Command { get; } = Declare(new CommandOption<IReadOnlyList<string>>(["--command"], text => CommandWords.Split(text).Words, [])
    {
        Help = "Exec, Run: the program and its arguments, quoted as for a shell; no shell runs them. Exec: default /bin/sh",
        Targets = ["Exec", "Run"],
        RequiredBy = "Run",
        Check = OptionRules.Command,
    });

    public static TextOption Container { get; } = Declare(new TextOption("--container")
    {
        Help = "Exec: the container that the command runs in; Run: the container whose command is replaced",
        Targets = ["Exec", "Run"],
        Check = OptionRules.Container,
    });

    /// <summary>A name of slipway.yml.</summary>
    public static TextOption Schedule { get; } = Declare(new TextOption("--schedule")
    {
        Help = "Run: what a schedule of the environment runs (deploy.schedules), once and now, in place of a command",
        Targets = ["Run"],
        InPlaceOf = [Command, Container],
    });

    /// <summary>An ARN, an id, or the beginning of one.</summary>
    public static TextOption Task { get; } = Declare(new TextOption("--task") { Help = "Exec: the id of the task, or its first digits; default: the one that started last", Targets = ["Exec"] });

    /// <summary>Targets of a policy; none for all.</summary>
    public static CommandOption<IReadOnlyList<string>> For { get; } = Declare(new CommandOption<IReadOnlyList<string>>(["--for"], text => [.. Names(text).Select(OptionRules.PolicyTarget)], [])
    {
        Help = "Policy: the targets that the deployer runs, separated by commas; default: all that call AWS",
        Targets = ["Policy"],
        Values = OptionRules.PolicyTargetNames,
        Check = OptionRules.PolicyTargets,
    });

    public static Flag FromRehearsal { get; } = Declare(new Flag("--from-rehearsal")
    {
        Help = "Policy: compare what the deployer is granted with what LocalAws has recorded of a rehearsal",
        Targets = ["Policy"],
    });

    public static TextOption Project { get; } = Declare(new TextOption("--project")
    {
        Help = "Test: a test project, such as Ecs.Tests; several times, or separated by commas",
        Targets = ["Test"],
        IsRepeatable = true,
    });

    public static TextOption Filter { get; } = Declare(new TextOption("--filter") { Help = "Test: which tests to run, as for 'dotnet test --filter'", Targets = ["Test"] });

    public static Flag Soak { get; } = Declare(new Flag("--soak") { Help = "Test: repeat in full what only many repetitions show", Targets = ["Test"] });

    /// <summary>The value of <see cref="Output"/> that means standard output.</summary>
    internal const string Json = "json";

    public static IReadOnlyList<CommandOption> All => Declared;

    /// <summary>The options that --help of Frosting does not know.</summary>
    public static string OwnHelp => string.Join('\n', All.Where(option => !option.IsOfHost).Select(option => $"        {option.Name,-26} {option.Help}"));

    internal static IReadOnlyList<string> LongNames { get; } =
        [.. Declared.SelectMany(option => option.Names).Where(name => name.StartsWith("--", StringComparison.Ordinal))];

    internal static CommandOption? Find(string name) => Declared.Find(option => option.Names.Contains(name));

    private static T Declare<T>(T option) where T : CommandOption
    {
        Declared.Add(option);
        return option;
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan? Time(string text) => Duration.Parse(text)!.Time;
}
