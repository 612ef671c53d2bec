using System.Threading.Channels;
using Slipway.Aws;

namespace Slipway.Ecs.Rollouts.Batches;

/// <summary>
/// Keeps the calls for many services within the rates of ECS, which has a bucket of tokens for each kind of operation and refuses what finds none: few at a time,
/// and one that was throttled again when there may be a token. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>How long an operation is tried that is throttled each time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Has one entry for each operation that is on its way.</summary>
    private readonly Channel<bool> _places = Channel.CreateBounded<bool>(AtOnce);

    /// <param name="act">What was throttled has not happened, so it is done again.</param>
    public async Task RunAsync(Func<Task> act, CancellationToken cancellation)
    {
        await _places.Writer.WriteAsync(true, cancellation);
        try
        {
            for (var end = time.GetUtcNow() + Limit; ; await Task.Delay(Pause, time, cancellation))
            {
                try
                {
                    await act();
                    return;
                }
                catch (AwsException throttled) when (throttled.Kind == AwsFailure.Throttled && time.GetUtcNow() < end)
                {
                }
            }
        }
        finally
        {
            _places.Reader.TryRead(out _);
        }
    }
}
