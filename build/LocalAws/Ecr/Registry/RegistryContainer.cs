using System.Net;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>
/// The registry on Docker: one container and one volume for its images and its login, found again by their name. It begins to start
/// with LocalAws, and is started again or replaced when a call finds it gone.
/// </summary>
internal sealed partial class RegistryContainer(
    LocalAwsOptions options, StateStore state, DockerEngine docker, SupportImages images, RegistryApi api, TimeProvider time,
    ILogger<RegistryContainer> log)
    : IRegistryContainer, IStartable, IAsyncDisposable
{
    private const int LinesToQuote = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly RegistrySettings _settings = new(options);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private bool _disposed;
    private Task _early = Task.CompletedTask;

    public RegistryAddress? Known { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.StartRegistryEarly)
            _early = StartEarlyAsync();
        return Task.CompletedTask;
    }

    public async Task<RegistryAddress> EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.RegistryPortIsTaken)
            throw CannotStart($"port {options.RegistryHost.Split(':')[1]} of 127.0.0.1 is in use by another process.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            var known = Known ?? await FindAsync(either.Token);
            var status = known is null ? null : await api.PingAsync(known, either.Token);
            return Known = status == HttpStatusCode.OK
                ? known!
                : await RunAsync(await images.EnsureAsync(RegistrySettings.ImageRole, RegistrySettings.ImageFolder, either.Token), replace: status is not null, either.Token);
        }
        catch (EngineException error)
        {
            throw CannotStart(error.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await docker.RemoveContainerAsync(_settings.Name, cancellationToken);
            // A LocalAws that was killed may have left the one that writes the login.
            foreach (var container in await docker.ListContainersAsync(_settings.Everything, cancellationToken))
                await docker.RemoveContainerAsync(container.ID, cancellationToken);
            await docker.RemoveVolumeAsync(_settings.Name, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Called for each of the services that this is registered as.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await EndAsync();
        _ended.Dispose();
        _turn.Dispose();
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _early;
    }

    private async Task StartEarlyAsync()
    {
        try
        {
            await EnsureAsync(_ended.Token);
        }
        catch (OperationCanceledException)
        {
            // LocalAws ends.
        }
        catch (Exception error)
        {
            NotEarly(error);
        }
    }

    /// <summary>Null when its container does not run.</summary>
    private async Task<RegistryAddress?> FindAsync(CancellationToken cancellationToken) =>
        RegistrySettings.HostOf(await docker.InspectContainerAsync(_settings.Name, cancellationToken)) is { } host
            ? new(host, RegistrySettings.UserName, await PasswordAsync(cancellationToken))
            : null;

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        var login = await state.ReadAsync(RegistryState.StateName, RegistryJson.Default.RegistryState, cancellationToken);
        if (login.Password.Length == 0)
            login = await state.UpdateAsync(RegistryState.StateName, RegistryJson.Default.RegistryState, empty => empty.WithPassword(), cancellationToken);
        return login.Password;
    }

    private async Task<RegistryAddress> RunAsync(string imageName, bool replace, CancellationToken cancellationToken)
    {
        var container = await docker.InspectContainerAsync(_settings.Name, cancellationToken);
        if (container is not null && (replace || container.Config?.Image != imageName || !_settings.Fits(container)))
        {
            await docker.RemoveContainerAsync(container.ID, cancellationToken);
            container = null;
        }

        if (container is null)
        {
            await docker.CreateVolumeAsync(_settings.Name, _settings.Labels, cancellationToken);
            await docker.RunAsync(_settings.LoginWriter(imageName), await PasswordAsync(cancellationToken), cancellationToken);
            await docker.CreateContainerAsync(_settings.Container(imageName), cancellationToken);
        }

        await docker.StartContainerAsync(_settings.Name, cancellationToken);
        var address = await WaitAsync(cancellationToken);
        Started(_settings.Name, address.Host);
        return address;
    }

    private async Task<RegistryAddress> WaitAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            var address = await FindAsync(cancellationToken);
            var status = address is null ? null : await api.PingAsync(address, cancellationToken);
            if (status == HttpStatusCode.OK)
                return address!;
            if (time.GetUtcNow() > deadline)
                throw await GiveUpAsync(status, cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Removes the container, so that the next call begins with a new one, and tells what it said.</summary>
    private async Task<AwsErrorException> GiveUpAsync(HttpStatusCode? status, CancellationToken cancellationToken)
    {
        var lines = await docker.LogsAsync(_settings.Name, LinesToQuote, cancellationToken);
        await docker.RemoveContainerAsync(_settings.Name, cancellationToken);
        var answer = status is { } code ? $"answers {(int)code}" : "does not answer";
        return CannotStart($"it {answer} after {Patience.TotalSeconds:0} s. Its last lines: {string.Join(" | ", lines)}");
    }

    /// <summary>A status that the SDKs do not retry: each try would take as long.</summary>
    private static AwsErrorException CannotStart(string reason) => new("RegistryNotAvailableException", $"LocalAws cannot start its registry: {reason}\n{Advice(reason)}");

    private static string Advice(string reason) => reason switch
    {
        _ when reason.Contains("in use", StringComparison.Ordinal) || reason.Contains("is already allocated", StringComparison.Ordinal) =>
            "Images that were pushed have the port in their names, so LocalAws keeps it. End the program that has it, then LocalAws (--target=Down --env=local, or Ctrl-C), and start again.",
        _ when reason.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal) => "Start the Docker engine, and try again.",
        _ => "The log of LocalAws, local-aws.log in its state directory, has more.",
    };

    [LoggerMessage(LogLevel.Information, "The registry {Name} answers on {Host}")]
    private partial void Started(string name, string host);

    [LoggerMessage(LogLevel.Warning, "The registry could not be started ahead of its first use")]
    private partial void NotEarly(Exception error);
}
