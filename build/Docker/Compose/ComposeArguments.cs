namespace Slipway.Docker.Compose;

/// <summary>The argument vectors of <c>docker compose</c>: pure, without I/O and without secrets.</summary>
public static class ComposeArguments
{
    public static string[] Config(ComposeSettings settings) => Config(settings.Project);

    public static string[] Build(ComposeBuildSettings settings) => Build(settings.Project, settings);

    public static string[] Up(ComposeUpSettings settings) => Up(settings.Project, settings);

    public static string[] Exec(ComposeExecSettings settings) => Exec(settings.Project, settings);

    public static string[] Ps(ComposePsSettings settings) => Ps(settings.Project, settings);

    public static string[] Logs(ComposeLogsSettings settings) => Logs(settings.Project, settings);

    public static string[] Down(ComposeDownSettings settings) => Down(settings.Project, settings);

    internal static string[] Config(ComposeProject project) => Command(project).Add("config", "--format", "json").ToArray();

    internal static string[] UninterpolatedConfig(ComposeProject project) =>
        Command(project).Add("config", "--no-interpolate", "--format", "json").ToArray();

    internal static string[] Build(ComposeProject project, ComposeBuildSettings settings) => Command(project)
        .Option("--progress", "plain")
        .Add("build")
        .Flag("--pull", settings.Pull)
        .Flag("--no-cache", settings.NoCache)
        .Add(settings.Services)
        .ToArray();

    internal static string[] Up(ComposeProject project, ComposeUpSettings settings) => Command(project)
        .Add("up")
        .Flag("--detach", settings.Detach)
        .Flag("--wait", settings.Wait)
        .Option("--wait-timeout", Seconds(settings.WaitTimeout))
        .Flag("--no-build", settings.NoBuild)
        .Option("--pull", settings.PullPolicy)
        .Flag("--remove-orphans", settings.RemoveOrphans)
        .Flag("--force-recreate", settings.ForceRecreate)
        .Add(settings.Services)
        .ToArray();

    internal static string[] Exec(ComposeProject project, ComposeExecSettings settings) => Command(project)
        // The long name of it is not written alike in all versions.
        .Add("exec", "-T")
        .Option("--user", settings.User)
        .Option("--workdir", settings.Workdir)
        .Options("--env", InheritedVariables.Arguments(settings.Environment))
        .Add(settings.Service)
        .Add(settings.Command)
        .ToArray();

    internal static string[] Ps(ComposeProject project, ComposePsSettings settings) => Command(project)
        .Add("ps", "--format", "json")
        .Flag("--all", settings.All)
        .ToArray();

    internal static string[] Logs(ComposeProject project, ComposeLogsSettings settings) => Command(project)
        .Add("logs", "--no-color")
        .Flag("--no-log-prefix", settings.NoPrefix)
        .Option("--tail", settings.Tail)
        .Add(settings.Services)
        .ToArray();

    internal static string[] Down(ComposeProject project, ComposeDownSettings settings) => Command(project)
        .Add("down")
        .Flag("--volumes", settings.Volumes)
        .Flag("--remove-orphans", settings.RemoveOrphans)
        .Option("--timeout", Seconds(settings.StopTimeout))
        .ToArray();

    private static ArgumentList Command(ComposeProject project) => new ArgumentList("compose")
        .Option("--project-name", project.Name)
        .Options("--file", project.Files)
        .Option("--project-directory", project.Directory)
        .Options("--profile", project.Profiles)
        .Options("--env-file", project.EnvFiles);

    private static long? Seconds(TimeSpan? time) => time is { } value ? (long)Math.Ceiling(value.TotalSeconds) : null;
}
