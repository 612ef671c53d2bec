namespace Slipway.Aws;

/// <summary>How often and how long a call is tried before it fails.</summary>
public sealed record AwsLimits
{
    /// <summary>The first try counts: 1 means no retry.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the first retry; it doubles each time, with jitter, up to <see cref="MaxDelay"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one try, from the first byte sent to the last one read.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For all tries and the waits between them.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long AWS is given to show what a call made whose answer was lost, before that call is sent again.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For all tries of a call that carries an S3 object's content, where one try may take all of it.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
