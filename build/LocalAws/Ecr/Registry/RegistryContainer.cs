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
    LocalAwsOptions options, StateStore state, DockerEngine docker, SupportImages images, RegistryApi api, PortReservation reservation, TimeProvider time,
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

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.StartRegistryEarly)
            _early = StartEarlyAsync();
        return Task.CompletedTask;
    }

    public async Task<RegistryAddress> EnsureAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            var address = await AddressAsync(either.Token);
            // While the port is only held for the registry, whoever asks there waits in vain.
            var status = reservation.IsHeld ? null : await api.PingAsync(address, either.Token);
            if (status != HttpStatusCode.OK)
                await RunAsync(await images.EnsureAsync(RegistrySettings.ImageRole, RegistrySettings.ImageFolder, either.Token), address, replace: status is not null, either.Token);
            return address;
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
        await docker.RemoveContainerAsync(_settings.Name, cancellationToken);
        await docker.RemoveVolumeAsync(_settings.Name, cancellationToken);
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

    private async Task<RegistryAddress> AddressAsync(CancellationToken cancellationToken)
    {
        var login = await state.ReadAsync(RegistryState.StateName, RegistryJson.Default.RegistryState, cancellationToken);
        if (login.Password.Length == 0)
            login = await state.UpdateAsync(RegistryState.StateName, RegistryJson.Default.RegistryState, empty => empty.WithPassword(), cancellationToken);
        return new(options.RegistryHost, RegistrySettings.UserName, login.Password);
    }

    private async Task RunAsync(string imageName, RegistryAddress address, bool replace, CancellationToken cancellationToken)
    {
        var container = (await docker.ListContainersAsync(_settings.Filters, cancellationToken)).FirstOrDefault(candidate => candidate.Names.Contains($"/{_settings.Name}"));
        if (container is not null && (replace || container.Image != imageName))
        {
            await docker.RemoveContainerAsync(container.ID, cancellationToken);
            container = null;
        }

        if (container is null)
        {
            await docker.CreateVolumeAsync(_settings.Name, _settings.Labels, cancellationToken);
            await docker.RunAsync(_settings.LoginWriter(imageName), address.Password, cancellationToken);
            await docker.CreateContainerAsync(_settings.Container(imageName), cancellationToken);
        }

        reservation.Release();
        await docker.StartContainerAsync(_settings.Name, cancellationToken);
        await WaitAsync(address, cancellationToken);
        Started(_settings.Name, address.Host);
    }

    private async Task WaitAsync(RegistryAddress address, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + Patience;
        HttpStatusCode? status;
        while ((status = await api.PingAsync(address, cancellationToken)) != HttpStatusCode.OK)
        {
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
    private AwsErrorException CannotStart(string reason) => new("RegistryNotAvailableException", $"LocalAws cannot start its registry on {options.RegistryHost}: {reason}\n{Advice(reason)}");

    private static string Advice(string reason) => reason switch
    {
        _ when reason.Contains("address already in use", StringComparison.Ordinal) || reason.Contains("port is already allocated", StringComparison.Ordinal) =>
            "End the program that has the port: images that were pushed have it in their names, so LocalAws keeps it.",
        _ when reason.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal) => "Start the Docker engine, and try again.",
        _ => "The log of LocalAws, local-aws.log in its state directory, has more.",
    };

    [LoggerMessage(LogLevel.Information, "The registry {Name} answers on {Host}")]
    private partial void Started(string name, string host);

    [LoggerMessage(LogLevel.Warning, "The registry could not be started ahead of its first use")]
    private partial void NotEarly(Exception error);
}
