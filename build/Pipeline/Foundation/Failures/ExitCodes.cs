namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>What the process ends with; docs/exit-codes.md says the same.</summary>
public static class ExitCodes
{
    public const int Unexpected = 1;

    /// <summary>The configuration or the command line is wrong.</summary>
    public const int Configuration = 2;

    /// <summary>Something outside the application is missing: a tool, credentials, an object in S3, a repository.</summary>
    public const int Prerequisite = 3;

    /// <summary>The application did not build, start, migrate or pass its tests or its gates.</summary>
    public const int Application = 4;

    /// <summary>The deployment failed and the service runs what it ran before.</summary>
    public const int RolledBack = 5;

    /// <summary>The deployment was still in progress at the deadline.</summary>
    public const int InProgress = 6;

    /// <summary>The deployment failed and there is nothing to roll back to, or the rollback failed.</summary>
    public const int NotRolledBack = 7;

    /// <summary>Another run has what this one needs for itself: the environment, or the working tree.</summary>
    public const int Locked = 8;

    /// <summary>No failure: the deployment is paused where the run was asked to wait no longer.</summary>
    public const int Paused = 9;

    /// <summary>No failure: what runs differs from what would be deployed, or what was used from what is granted.</summary>
    public const int Different = 10;

    /// <summary>SIGHUP: the terminal is gone.</summary>
    public const int HungUp = 129;

    /// <summary>SIGINT; 128 plus the signal's number, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
