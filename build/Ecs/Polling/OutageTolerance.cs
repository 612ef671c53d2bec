using Slipway.Aws;

namespace Slipway.Ecs.Polling;

/// <summary>
/// What a long wait puts up with: calls that fail because AWS or the network has a bad moment, for as long as that does not last. The
/// clients have tried each call several times by then.
/// </summary>
/// <param name="limit">How long it may last.</param>
public sealed class OutageTolerance(TimeProvider time, TimeSpan limit)
{
    private long? _since;

    /// <summary>Whether to continue after this failure.</summary>
    public bool Allows(AwsException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Kind is not (AwsFailure.Throttled or AwsFailure.ServerFault or AwsFailure.Unreachable)) return false;
        _since ??= time.GetTimestamp();
        return time.GetElapsedTime(_since.Value) < limit;
    }

    /// <summary>A call was answered.</summary>
    public void Recover() => _since = null;
}
