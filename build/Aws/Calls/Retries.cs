using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Slipway.Aws.Calls;

/// <summary>Tries a call again after throttling, a server's fault or a broken connection; never after a refusal.</summary>
internal static class Retries
{
    public static ResiliencePipeline Build(AwsLimits limits, TimeSpan attempt, TimeSpan total, TimeProvider timeProvider)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = timeProvider };
        builder.AddTimeout(total);
        if (limits.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = limits.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = limits.Delay,
                MaxDelay = limits.MaxDelay,
                ShouldHandle = new PredicateBuilder()
                    .Handle<AwsException>(static e => e.IsTransient)
                    .Handle<TimeoutRejectedException>(),
            });
        }

        return builder.AddTimeout(attempt).Build();
    }

    /// <summary>Runs the attempts; what they throw comes out as <see cref="AwsException"/>.</summary>
    /// <exception cref="AwsException">The last try's failure.</exception>
    public static async Task<T> RunAsync<T>(
        ResiliencePipeline pipeline, AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var attempts = 0;
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    attempts++;
                    return await OnceAsync(call, attempt, token);
                },
                cancellationToken);
        }
        catch (AwsException exception) when (attempts > 1)
        {
            throw exception.After(attempts);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new AwsException(
                AwsFailure.Unreachable, call, "Timeout", $"no answer within {exception.Timeout.TotalSeconds:0.#} s.", exception)
            { Attempts = attempts };
        }
    }

    private static async Task<T> OnceAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt(cancellationToken);
        }
        catch (Exception exception) when (exception is not AwsException && Errors.Translates(exception, cancellationToken))
        {
            throw Errors.Translate(call, exception);
        }
    }
}
