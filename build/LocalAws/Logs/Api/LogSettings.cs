namespace Slipway.LocalAws.Logs.Api;

/// <summary>How much of the logs is kept on disk. CloudWatch has no such limits.</summary>
public sealed record LogSettings
{
    /// <summary>Of one of the two files of a stream, in bytes.</summary>
    public long FileBytes { get; init; } = 5 << 20;

    /// <summary>Of all streams of a group, in bytes; checked when a stream is made.</summary>
    public long GroupBytes { get; init; } = 200 << 20;

    /// <summary>How long the end of a task waits for the last lines of its containers.</summary>
    public TimeSpan DrainPatience { get; init; } = TimeSpan.FromSeconds(10);
}
