using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Slipway.LocalAws.Kernel.Engine;

internal sealed partial class DockerEngine
{
    private const int ReadSize = 4096;

    /// <summary>An engine takes a second at most, unless it hangs.</summary>
    private static readonly TimeSpan CreationLimit = TimeSpan.FromMinutes(1);

    /// <summary>For a removal that another call has asked for.</summary>
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Inspections at a time.</summary>
    private const int Parallelism = 8;

    /// <summary>A call that the engine has is not cancelled: it would make the container all the same, and nobody would know of it.</summary>
    /// <returns>The container's id, 64 hexadecimal digits.</returns>
    public async Task<string> CreateContainerAsync(CreateContainerParameters container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(CreationLimit);
        try
        {
            return (await CallAsync(docker => docker.Containers.CreateContainerAsync(container, limit.Token), cancellationToken)).ID;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new EngineException($"The engine has not created container {container.Name} in {CreationLimit.TotalSeconds:0} s.");
        }
    }

    public Task StartContainerAsync(string container, CancellationToken cancellationToken) =>
        CallAsync(docker => docker.Containers.StartContainerAsync(container, new(), cancellationToken), cancellationToken);

    /// <summary>Returns when the container has ended.</summary>
    /// <param name="timeout">Between the stop signal and SIGKILL, in whole seconds.</param>
    /// <returns>False when there is no such container.</returns>
    public Task<bool> StopContainerAsync(string container, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var stop = new ContainerStopParameters { WaitBeforeKillSeconds = (uint)Math.Ceiling(timeout.TotalSeconds) };
        return TryAsync(docker => docker.Containers.StopContainerAsync(container, stop, cancellationToken), cancellationToken);
    }

    /// <summary>Kills it first when it runs, and removes its anonymous volumes. It is gone then, also where another call removes it already: until it is, its network cannot be removed.</summary>
    /// <returns>False when there was no such container.</returns>
    public async Task<bool> RemoveContainerAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var remove = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
            return await TryAsync(docker => docker.Containers.RemoveContainerAsync(container, remove, cancellationToken), cancellationToken);
        }
        catch (EngineException refused) when (refused.Says("is already in progress"))
        {
            var started = Stopwatch.GetTimestamp();
            while (await InspectContainerAsync(container, cancellationToken) is not null)
            {
                if (Stopwatch.GetElapsedTime(started) > RemovalLimit)
                    throw new EngineException($"The engine has not removed container {container} in {RemovalLimit.TotalSeconds:0} s.");
                await Task.Delay(RemovalPause, cancellationToken);
            }

            return true;
        }
    }

    /// <returns>Null when there is no such container.</returns>
    public Task<ContainerInspectResponse?> InspectContainerAsync(string container, CancellationToken cancellationToken) =>
        FindAsync(docker => docker.Containers.InspectContainerAsync(container, cancellationToken), cancellationToken);

    /// <returns>In no order; containers that do not exist are left out.</returns>
    public async Task<IReadOnlyCollection<ContainerInspectResponse>> InspectContainersAsync(IReadOnlyList<string> containers, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<ContainerInspectResponse>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(containers, options, async (container, token) =>
        {
            if (await InspectContainerAsync(container, token) is { } details)
                found.Add(details);
        });
        return found;
    }

    /// <summary>Bytes that containers have written, each to its own file system, together; of those that do not exist none.</summary>
    public async Task<long> WrittenBytesAsync(IReadOnlyList<string> containers, CancellationToken cancellationToken)
    {
        var sized = await Task.WhenAll(containers.Select(container =>
            FindAsync(docker => docker.Containers.InspectContainerAsync(container, new() { IncludeSize = true }, cancellationToken), cancellationToken)));
        return sized.Sum(container => container?.SizeRw ?? 0);
    }

    /// <summary>
    /// What a container uses now, as the engine's API has it. The engine looks twice, to tell how much of the processor it uses: this takes about a second.
    /// </summary>
    /// <returns>Null when there is no such container.</returns>
    public Task<JsonNode?> StatsAsync(string container, CancellationToken cancellationToken) => FindAsync(
        async docker =>
        {
#pragma warning disable CS0618 // The typed answer drops what it does not know.
            await using var answer = await docker.Containers.GetContainerStatsAsync(container, new() { Stream = false }, cancellationToken);
#pragma warning restore CS0618
            return (await JsonNode.ParseAsync(answer, cancellationToken: cancellationToken))!;
        },
        cancellationToken);

    /// <summary>Running or not.</summary>
    /// <inheritdoc cref="WithLabels"/>
    public Task<IList<ContainerListResponse>> ListContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        CallAsync(docker => docker.Containers.ListContainersAsync(new() { All = true, Filters = WithLabels(labels) }, cancellationToken), cancellationToken);

    /// <returns>The running containers that have published this TCP port of the host.</returns>
    public Task<IList<ContainerListResponse>> ListContainersByPortAsync(int hostPort, CancellationToken cancellationToken)
    {
        var filters = Filters(new Dictionary<string, IReadOnlyList<string>> { ["publish"] = [$"{hostPort}/tcp"] });
        return CallAsync(docker => docker.Containers.ListContainersAsync(new() { Filters = filters }, cancellationToken), cancellationToken);
    }

    /// <returns>The last lines of both streams, in the order in which the engine gives them.</returns>
    public async Task<IReadOnlyList<string>> LogsAsync(string container, int tail, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await ReadLogsAsync(container, new() { Tail = $"{tail}" }, Add, cancellationToken);
        return lines;

        ValueTask Add(string line)
        {
            lines.Add(line);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Follows both streams until the container has ended.</summary>
    /// <param name="since">Seconds since 1970, with up to nine decimals; null: from the first line.</param>
    /// <param name="onLine">Called with each line and the engine's time before it; what it awaits holds the container's output back in the engine.</param>
    public Task FollowLogsAsync(string container, string? since, Func<string, ValueTask> onLine, CancellationToken cancellationToken) =>
        ReadLogsAsync(container, new() { Follow = true, Timestamps = true, Since = since }, onLine, cancellationToken);

    /// <summary>Runs a container to its end and removes it, also when it is cancelled.</summary>
    /// <param name="input">What it reads from standard input.</param>
    /// <exception cref="EngineException">It ended with another exit code than 0.</exception>
    public async Task RunAsync(CreateContainerParameters container, string input, CancellationToken cancellationToken)
    {
        container.AttachStdin = container.AttachStdout = container.AttachStderr = container.OpenStdin = container.StdinOnce = true;
        var id = await CreateContainerAsync(container, cancellationToken);
        try
        {
            await CallAsync(docker => FeedAsync(docker, id, Encoding.UTF8.GetBytes(input), cancellationToken), cancellationToken);
        }
        finally
        {
            await RemoveContainerAsync(id, CancellationToken.None);
        }
    }

    private static async Task FeedAsync(IDockerClient docker, string id, byte[] input, CancellationToken cancellationToken)
    {
        var attach = new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true };
        using var streams = await docker.Containers.AttachContainerAsync(id, attach, cancellationToken);
        await docker.Containers.StartContainerAsync(id, new(), cancellationToken);
        await streams.WriteAsync(input, 0, input.Length, cancellationToken);
        streams.CloseWrite();
        var (output, error) = await streams.ReadOutputToEndAsync(cancellationToken);
        var ended = await docker.Containers.WaitContainerAsync(id, cancellationToken);
        if (ended.StatusCode != 0)
            throw new EngineException($"A container ended with exit code {ended.StatusCode}: {(output + error).Trim()}");
    }

    private Task<bool> ReadLogsAsync(string container, ContainerLogsParameters logs, Func<string, ValueTask> onLine, CancellationToken cancellationToken)
    {
        logs.ShowStdout = logs.ShowStderr = true;
        return CallAsync(
            async docker =>
            {
                using var streams = await docker.Containers.GetContainerLogsAsync(container, logs, cancellationToken);
                await ReadLinesAsync(streams, onLine, cancellationToken);
            },
            cancellationToken);
    }

    private static async Task ReadLinesAsync(MultiplexedStream streams, Func<string, ValueTask> onLine, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadSize];
        var (output, error) = (new LineBuffer(), new LineBuffer());
        while (await streams.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false } read)
        {
            foreach (var line in (read.Target == MultiplexedStream.TargetStream.StandardError ? error : output).Add(buffer.AsSpan(0, read.Count)))
                await onLine(line);
        }

        foreach (var rest in new[] { output.Rest, error.Rest }.OfType<string>())
            await onLine(rest);
    }
}
