namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>
/// Every option that there is. Frosting's own are those of its default command; it would take any other for an argument of the
/// script and say nothing, which is why they are checked before it sees them.
/// </summary>
internal static class Options
{
    public static IReadOnlyList<Option> All { get; } =
    [
        new([OptionNames.Target, "--Target", "-t"], TakesValue: true),
        new([OptionNames.WorkingDirectory, "-w"], TakesValue: true),
        new([OptionNames.Verbosity, "-v"], TakesValue: true, OptionRules.Verbosity),
        new([OptionNames.Description, "--descriptions", "--showdescription", "--showdescriptions"], TakesValue: false),
        new([OptionNames.Tree, "--showtree"], TakesValue: false),
        new([OptionNames.DryRun, "--noop", "--whatif"], TakesValue: false),
        new([OptionNames.Exclusive, "-e"], TakesValue: false),
        new([OptionNames.Version, "--ver"], TakesValue: false),
        new([OptionNames.Info], TakesValue: false),
        new([OptionNames.Help, "-h", "-?"], TakesValue: false),

        new([OptionNames.Environment], TakesValue: true, ValueRules.Environment, "The environment: a name that is listed under 'environments' in slipway.yml"),
        new([OptionNames.BuildNumber], TakesValue: true, ValueRules.BuildNumber, "Default: that of CodeBuild or Bitbucket Pipelines, else the number of commits"),
        new([OptionNames.Config], TakesValue: true, Help: $"The configuration; default: {Arguments.DefaultConfigFile}"),
        new([OptionNames.Force], TakesValue: false, Help: "Deploy: replace the tasks also when the service runs the release already; Init: replace files that exist"),
        new([OptionNames.Output], TakesValue: true, Help: "Graph: the file to draw to, .svg or .mmd; Lint: the file for the findings, as SARIF 2.1.0; Logs, Run, Status, Verify: json"),
        new([OptionNames.LaunchType], TakesValue: true, OptionRules.LaunchType, "Init: ec2 (default) or fargate"),
        new([OptionNames.Timeout], TakesValue: true, OptionRules.TimeLimit, "Deploy, Promote, Rollback: when the deployment must be done, in place of 'deploy.timeout': 90s, 10m; Run: when the command is stopped"),
        new([OptionNames.To], TakesValue: true, Help: "Rollback: the build's number, or that of the task definition's revision; default: what was released before"),
        new([OptionNames.NoWait], TakesValue: false, Help: "Deploy, Promote, Rollback: start the deployment, and verify nothing"),
        new([OptionNames.NoRollback], TakesValue: false, Help: "Deploy, Promote, Rollback: leave a failed deployment in place, for inspection"),
        new([OptionNames.WaitUntil], TakesValue: true, OptionRules.WaitUntil, "Deploy, Promote, Rollback, by CodeDeploy: shifted (default), or terminated to wait for the end of the old tasks"),
        new([OptionNames.FromService], TakesValue: true, OptionRules.EcsService, "Init: CLUSTER/SERVICE of ECS to take an environment's task definition from"),
        new([OptionNames.LockWait], TakesValue: true, OptionRules.TimeLimit, "Deploy, Promote, Rollback: how long to wait for another deployment to the environment, such as 10m; default: not at all"),
        new([OptionNames.From], TakesValue: true, ValueRules.Environment, "Promote: the environment whose release is deployed"),
        new([OptionNames.Release], TakesValue: true, Help: "Deploy, Promote: a release.json that was kept, in place of a build"),
        new([OptionNames.Since], TakesValue: true, OptionRules.Since, $"Logs: how far back; default: {Invocation.DefaultSince}"),
        new([OptionNames.Follow], TakesValue: false, Help: "Logs: keep printing until interrupted"),
        new([OptionNames.Command], TakesValue: true, OptionRules.Command, "Run: the program and its arguments, quoted as for a shell; no shell runs them"),
        new([OptionNames.Container], TakesValue: true, OptionRules.Container, "Run: the container whose command is replaced"),
        new([OptionNames.Project], TakesValue: true, Help: "Test: a test project, such as Ecs.Tests; several times, or separated by commas"),
        new([OptionNames.Filter], TakesValue: true, Help: "Test: which tests to run, as for 'dotnet test --filter'"),
        new([OptionNames.Soak], TakesValue: false, Help: "Test: repeat in full what only many repetitions show"),
    ];

    /// <summary>The options that --help of Frosting does not know.</summary>
    public static string OwnHelp => string.Join('\n', All.Where(option => option.Help is not null).Select(option => $"        {option.Name,-26} {option.Help}"));

    public static IReadOnlyList<string> LongNames { get; } =
        [.. All.SelectMany(option => option.Names).Where(name => name.StartsWith("--", StringComparison.Ordinal))];

    public static Option? Find(string name)
    {
        foreach (var option in All)
        {
            if (option.Names.Contains(name))
                return option;
        }

        return null;
    }
}
