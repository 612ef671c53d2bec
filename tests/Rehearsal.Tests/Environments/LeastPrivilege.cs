using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// What runs as the deployers of <see cref="DeployerRoles"/>: each target with the policy that is printed for it alone, and targets with a policy that lacks a statement which they need.
/// All statements that a run needs are taken out, one at a time, in a soak run; otherwise some of them.
/// </summary>
internal sealed class LeastPrivilege(RehearsedAccount account)
{
    private const string Release = "--release=.slipway/staging.json";

    private static readonly string[] Deploy = ["--target=Deploy", Release, "--force"];
    private static readonly string[] Command = ["--target=Run", "--container=app", "--command=php -v"];
    private static readonly string[] Exec = ["--target=Exec", "--container=app", "--command=ls"];
    private static readonly string[] Clean = ["--target=CleanRevisions"];
    private static readonly string[] Status = ["--target=Status"];

    /// <summary>
    /// A target that needs the statement. Not here: those of Doctor, since LocalAws has no IAM to ask; the tags of a task definition's own, which the sample has none of; notes beside a lock that
    /// somebody holds, objects that are missing, logs of commands, and what an earlier deployment replaced. All of those but the first are shown call by call in LocalAws's own tests.
    /// </summary>
    private static readonly Dictionary<string, string[]> Needing = new()
    {
        ["OnEverything"] = Status,
        ["Images"] = Deploy,
        ["BuiltImages"] = ["--target=Deploy", "--build-number=78"],
        ["ReadSecrets"] = ["--target=DownloadSecrets"],
        ["HoldLock"] = Clean,
        ["Cluster"] = ["--target=Diff"],
        ["Service"] = Deploy,
        ["InCluster"] = Clean,
        ["Tasks"] = Exec,
        ["RegisterTaskDefinitions"] = Deploy,
        ["PassRole"] = Deploy,
        ["NoteReleases"] = Deploy,
        ["FollowDeployments"] = Deploy,
        ["RunTasks"] = Command,
        ["TagResourceAtRunTask"] = Command,
        ["ReadLogs2"] = ["--target=Logs"],
        ["ExecuteCommands"] = Exec,
    };

    private static readonly string[] Always = ["Cluster", "Service", "PassRole", "RunTasks", "ReadLogs2"];

    private string _role = DeployerRoles.Name;

    /// <summary>The targets that run with a policy of their own, in this order.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["Status", "Verify", "Logs", "Diff", "Run", "Exec", "Unlock", "CleanRevisions", "Deploy", "Rollback"];

    /// <summary>By target.</summary>
    public Dictionary<string, CommandResult> Allowed { get; } = [];

    /// <summary>By the statement that was missing, with its actions.</summary>
    public Dictionary<string, (IReadOnlyList<string> Actions, CommandResult Result)> Refused { get; } = [];

    public CommandResult Shown { get; private set; } = null!;

    /// <param name="release">The text of a release of staging.</param>
    public async Task RunAsync(string release)
    {
        await File.WriteAllTextAsync(account.Copy.Workspace.PathOf(".slipway/staging.json"), release);
        foreach (var target in Targets) Allowed[target] = await RunAsAsync(DeployerRoles.For(target), target switch { "Run" => Command, "Exec" => Exec, "Deploy" => Deploy, _ => [$"--target={target}"] });
        foreach (var (statement, actions) in await DeployerRoles.StatementsAsync(account.Copy))
        {
            if (Needing.TryGetValue(statement, out var arguments) && (Soak.IsOn || Always.Contains(statement))) Refused[statement] = (actions, await RunAsAsync(DeployerRoles.Without(statement), arguments));
        }

        Shown = await RunAsAsync(DeployerRoles.Name, ["--target=Policy", "--from-rehearsal"]);
    }

    private async Task<CommandResult> RunAsAsync(string role, IReadOnlyList<string> arguments)
    {
        DeployerRoles.Use(account.Copy, _role, role);
        _role = role;
        try
        {
            return await RehearsalCopy.RunAsync(account.Copy.BuildScript([.. arguments, "--env=staging"]) with { Environment = account.Variables });
        }
        finally
        {
            DeployerRoles.Use(account.Copy, _role, DeployerRoles.Name);
            _role = DeployerRoles.Name;
        }
    }
}
