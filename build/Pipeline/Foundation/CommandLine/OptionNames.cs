namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>The one home of option names. The first group is Frosting's own, by its main name.</summary>
public static class OptionNames
{
    public const string Target = "--target";
    public const string WorkingDirectory = "--working";
    public const string Verbosity = "--verbosity";
    public const string Description = "--description";
    public const string Tree = "--tree";
    public const string DryRun = "--dryrun";
    public const string Exclusive = "--exclusive";
    public const string Version = "--version";
    public const string Info = "--info";
    public const string Help = "--help";

    public const string Environment = "--env";
    public const string BuildNumber = "--build-number";
    public const string Config = "--config";
    public const string Force = "--force";
    public const string Output = "--output";
    public const string LaunchType = "--launch-type";
    public const string FromService = "--from-service";
    public const string LockWait = "--lock-wait";
    public const string From = "--from";
    public const string Release = "--release";
    public const string Timeout = "--timeout";
    public const string To = "--to";
    public const string NoWait = "--no-wait";
    public const string NoRollback = "--no-rollback";
    public const string WaitUntil = "--wait-until";
    public const string Since = "--since";
    public const string Follow = "--follow";
    public const string Command = "--command";
    public const string Container = "--container";
    public const string Project = "--project";
    public const string Filter = "--filter";
    public const string Soak = "--soak";
}
