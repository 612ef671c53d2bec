using System.Threading.Channels;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Logs.Api;

namespace Slipway.LocalAws.Logs.Containers;

/// <summary>Follows one container from its first line to its last, across an engine that goes away and comes back.</summary>
internal sealed partial class ContainerFollower(DockerEngine docker, LogGroups groups, LogStreams streams, TimeProvider time, ILogger log)
{
    private const int Batch = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the container has ended and its last line is stored.</summary>
    public async Task RunAsync(string containerId, LogDestination destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var ended = await FollowAsync(containerId, destination, cancellationToken);
                if (ended && !await IsRunningAsync(containerId, cancellationToken))
                    return;
            }
            catch (Exception error) when (error is EngineException or IOException or AwsErrorException)
            {
                Interrupted(containerId, error.Message);
                if (await IsGoneAsync(containerId, cancellationToken))
                    return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Reads and stores until the engine says that there is no more.</summary>
    private async Task<bool> FollowAsync(string containerId, LogDestination destination, CancellationToken cancellationToken)
    {
        // Someone may have deleted the group: lines that come then are lost on AWS, and the group is not made again.
        await groups.GetAsync(destination.Group, cancellationToken);
        var (file, made) = await streams.EnsureAsync(destination.Group, destination.Stream, cancellationToken);
        var resume = LogResume.After(made ? [] : await file.ReadAsync(cancellationToken));
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Batch) { SingleReader = true });
        var storing = StoreAsync(lines, file, resume);
        try
        {
            // The engine holds the output back while the disk is slower than the container. A writer that was completed throws what made storing fail.
            await docker.FollowLogsAsync(containerId, resume.Since, line => lines.Writer.WriteAsync(line, cancellationToken), cancellationToken);
            return true;
        }
        finally
        {
            lines.Writer.TryComplete();
            await storing;
        }
    }

    private async Task StoreAsync(Channel<string> lines, LogFile file, LogResume resume)
    {
        try
        {
            // Not to be cancelled: what was read is stored.
            while (await lines.Reader.WaitToReadAsync(CancellationToken.None))
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var events = new List<LogEvent>();
                while (events.Count < Batch && lines.Reader.TryRead(out var text))
                    events.AddRange(LogLine.Parse(text).Where(resume.IsNew).Select(line => new LogEvent(0, line.Timestamp, now, line.Message, line.Source)));
                await file.AppendAsync(events, CancellationToken.None);
            }
        }
        catch (IOException error)
        {
            lines.Writer.TryComplete(error);
            throw;
        }
    }

    private async Task<bool> IsRunningAsync(string containerId, CancellationToken cancellationToken) =>
        (await docker.InspectContainerAsync(containerId, cancellationToken))?.State?.Running == true;

    private async Task<bool> IsGoneAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            return await docker.InspectContainerAsync(containerId, cancellationToken) is null;
        }
        catch (EngineException)
        {
            // The engine does not answer: nobody knows.
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The log of container {Container} is interrupted: {Reason}")]
    private partial void Interrupted(string container, string reason);
}
