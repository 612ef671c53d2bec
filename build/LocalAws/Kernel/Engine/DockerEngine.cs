using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;
using Polly;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// The Docker engine, by its HTTP API (https://docs.docker.com/reference/api/engine/). Every method throws <see cref="EngineException"/> when the engine
/// refuses or cannot be reached.
/// </summary>
internal sealed partial class DockerEngine : IDisposable
{
    private readonly EngineClient _client;
    private readonly RegistryLogins _logins;
    private readonly ResiliencePipeline _pullRetry;
    private readonly ILogger<DockerEngine> _log;

    public DockerEngine(DockerEndpoint endpoint, RegistryLogins logins, TimeProvider time, ILogger<DockerEngine> log)
    {
        _client = new(endpoint);
        _logins = logins;
        _log = log;
        _pullRetry = PullRetry.Create(time, Retrying);
    }

    /// <summary>Calls back for each event until it is cancelled or the engine ends the stream.</summary>
    /// <param name="filters">By kind, as in <c>type</c>, <c>event</c>, <c>label</c>: the values of which one must match, of labels all.</param>
    /// <param name="onEvent">Called one at a time; an exception ends the stream.</param>
    public Task EventsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> filters, Action<Message> onEvent, CancellationToken cancellationToken) =>
        CallAsync(
            docker => docker.System.MonitorEventsAsync(new() { Filters = Filters(filters) }, new Callback<Message>(onEvent), cancellationToken), cancellationToken);

    /// <summary>
    /// Whether 127.0.0.1 is the same for the engine as for this process: not where the engine is in a virtual machine, as Docker Desktop's, or in a
    /// network of its own, as a rootless one.
    /// </summary>
    public async Task<bool> SharesLoopbackAsync(CancellationToken cancellationToken) =>
        await LocalInfoAsync(cancellationToken) is { } info && info.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) != true;

    /// <summary>Whether a container reaches a Unix socket of this process that is mounted into it: not where the engine is in a virtual machine.</summary>
    public async Task<bool> SharesSocketsAsync(CancellationToken cancellationToken) => await LocalInfoAsync(cancellationToken) is not null;

    /// <summary>The information of an engine on this system; null for an engine elsewhere, such as in Docker Desktop's virtual machine.</summary>
    private async Task<SystemInfoResponse?> LocalInfoAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || _client.Address.Scheme != "unix")
            return null;
        var info = await CallAsync(docker => docker.System.GetSystemInfoAsync(cancellationToken), cancellationToken);
        return info.OperatingSystem?.Contains("Docker Desktop", StringComparison.Ordinal) == true ? null : info;
    }

    public void Dispose() => _client.Dispose();

    private static Dictionary<string, IDictionary<string, bool>> Filters(IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        filters.ToDictionary(filter => filter.Key, filter => (IDictionary<string, bool>)filter.Value.ToDictionary(value => value, _ => true));

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    private static Dictionary<string, IDictionary<string, bool>> WithLabels(IReadOnlyList<string> labels) =>
        Filters(new Dictionary<string, IReadOnlyList<string>> { ["label"] = labels });

    private Task<bool> CallAsync(Func<IDockerClient, Task> call, CancellationToken cancellationToken) => CallAsync(
        async docker =>
        {
            await call(docker);
            return true;
        },
        cancellationToken);

    private async Task<T> CallAsync<T>(Func<IDockerClient, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(await _client.GetAsync(cancellationToken));
        }
        catch (Exception error) when (error is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (DockerApiException refused)
        {
            throw new EngineException($"Error response from daemon: {MessageOf(refused)}", refused.StatusCode, refused);
        }
        catch (Exception broken) when (IsBroken(broken, cancellationToken))
        {
            throw new EngineException($"Cannot connect to the Docker daemon at {_client.Address}: {broken.Message} Is the docker daemon running?", inner: broken);
        }
    }

    /// <returns>False when there is no such thing.</returns>
    private async Task<bool> TryAsync(Func<IDockerClient, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(call, cancellationToken);
            return true;
        }
        catch (EngineException refused) when (refused.IsNotFound)
        {
            return false;
        }
    }

    /// <returns>Null when there is no such thing.</returns>
    private async Task<T?> FindAsync<T>(Func<IDockerClient, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await CallAsync(call, cancellationToken);
        }
        catch (EngineException refused) when (refused.IsNotFound)
        {
            return null;
        }
    }

    private static bool IsBroken(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException or SocketException or TimeoutException or ObjectDisposedException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static string MessageOf(DockerApiException refused)
    {
        try
        {
            return (string?)(JsonNode.Parse(refused.ResponseBody ?? "") as JsonObject)?["message"] ?? refused.Message;
        }
        catch (JsonException)
        {
            return refused.Message;
        }
    }

    [LoggerMessage(LogLevel.Information, "The pull is tried again in {Delay}: {Reason}")]
    private partial void Retrying(TimeSpan delay, string reason);

    /// <summary>Reports in the reader's own thread, in order; <see cref="Progress{T}"/> does not.</summary>
    private sealed class Callback<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
