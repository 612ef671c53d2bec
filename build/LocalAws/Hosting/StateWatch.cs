using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// Ends the process when someone removed its state directory, as <c>git clean</c> does: nobody could find it any more, nor what it runs
/// on Docker, so that goes, too.
/// </summary>
internal sealed partial class StateWatch(
    LocalAwsOptions options, Teardown takedown, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StateWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (takedown.HasBegun)
                return;
            if (StateDirectory.IsOurs(options.StateDirectory))
                continue;
            StateIsGone(options.StateDirectory);
            await TakeDownAsync();
            lifetime.StopApplication();
            return;
        }
    }

    private async Task TakeDownAsync()
    {
        try
        {
            // This process works there, and so does the docker command.
            PrivateFile.CreateDirectory(options.StateDirectory);
            Environment.CurrentDirectory = options.StateDirectory;
            await takedown.RunAsync();
            if (!StateDirectory.IsTaken(options.StateDirectory))
                StateDirectory.Remove(options.StateDirectory);
        }
        catch (Exception error)
        {
            NotRemoved(error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The state directory {Directory} was removed: LocalAws ends")]
    private partial void StateIsGone(string directory);

    [LoggerMessage(LogLevel.Error, "What was left on Docker could not be removed")]
    private partial void NotRemoved(Exception error);
}
