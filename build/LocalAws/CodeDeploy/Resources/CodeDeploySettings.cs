namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>The times that CodeDeploy goes by.</summary>
public sealed record CodeDeploySettings
{
    private static readonly TimeSpan ShortestInstall = TimeSpan.FromMinutes(5);

    /// <summary>What a minute of the API takes: intervals of traffic shifts, waits, time-outs. A rehearsal may shorten it.</summary>
    public TimeSpan Minute { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the replacement task set is checked while it is being installed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a step waits that failed for a reason inside LocalAws, before it is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Minutes that a replacement task set may take to become steady, as CodeDeploy has them.</summary>
    public int InstallMinutes { get; init; } = 60;

    /// <summary>The same as a time: with short minutes no less than what containers need to start.</summary>
    public TimeSpan InstallTimeout => Minutes(InstallMinutes) is var timeout && timeout < ShortestInstall ? ShortestInstall : timeout;

    public TimeSpan Minutes(int count) => Minute * count;
}
