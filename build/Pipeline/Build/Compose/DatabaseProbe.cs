using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>Asks a database in the Compose application whether it is ready, from its own container: no port has to be published for that.</summary>
public sealed class DatabaseProbe(ComposeApplication application, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    /// <returns>How long it took.</returns>
    /// <exception cref="RunFailedException">It did not answer in time; its log was printed.</exception>
    public async Task<TimeSpan> WaitAsync(DatabaseSettings database, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        var problem = "";
        do
        {
            var command = DatabaseGreeting.ProbeCommand(database.Kind, database.Port);
            var (_, output) = await application.ReadAsync(database.Service, command, AttemptLimit, cancellation);
            if (DatabaseGreeting.Problem(database.Kind, output) is not { } seen) return time.GetElapsedTime(begin);
            problem = seen;
            await Task.Delay(Interval, time, cancellation);
        }
        while (time.GetElapsedTime(begin) < database.Timeout);

        await application.PrintLogsAsync([database.Service], cancellation);
        throw new RunFailedException(
            ExitCodes.Application,
            $"{database.Place}: service '{database.Service}' did not answer as a {database.Kind} server on port {database.Port} within {database.Timeout.TotalSeconds:0} s: {problem}. Its log is above; a slower machine needs a longer 'database.timeout'.");
    }
}
