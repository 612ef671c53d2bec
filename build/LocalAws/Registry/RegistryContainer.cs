using System.Net;
using Slipway.Docker;
using Slipway.Docker.Containers;
using Slipway.LocalAws.Protocol;
using Slipway.LocalAws.State;

namespace Slipway.LocalAws.Registry;

/// <summary>
/// The registry on Docker: one container and one volume for its images and its login, found again by their labels. It begins to start
/// with LocalAws, and is started again or replaced when a call finds it gone.
/// </summary>
internal sealed partial class RegistryContainer(
    LocalAwsOptions options, StateStore state, DockerCli docker, RegistryImage image, RegistryApi api, PortReservation reservation, TimeProvider time,
    ILogger<RegistryContainer> log)
    : IRegistryContainer, IStartable, IAsyncDisposable
{
    /// <summary>ECR's own, whose password is its authorization token.</summary>
    private const string UserName = "AWS";

    private const int PortInContainer = 5000;
    private const int LinesToQuote = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private bool _disposed;
    private Task _early = Task.CompletedTask;

    private Dictionary<string, string> Labels => new([options.Label, new($"{LocalAwsOptions.LabelName}.role", "registry")]);

    private ContainerStorage Storage => new() { Volumes = [$"{Name}:/var/lib/registry"] };

    private string Name => $"slipway-local-aws-{options.InstanceId}-registry";

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
                await StartContainerAsync(await image.EnsureAsync(either.Token), address, replace: status is not null, either.Token);
            return address;
        }
        catch (ToolException error)
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
        await docker.RemoveContainerAsync(Name, force: true, volumes: true, cancellationToken);
        await docker.RemoveVolumeAsync(Name, cancellationToken);
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
        return new(options.RegistryHost, UserName, login.Password);
    }

    private async Task StartContainerAsync(string imageName, RegistryAddress address, bool replace, CancellationToken cancellationToken)
    {
        var labels = Labels.Select(label => $"{label.Key}={label.Value}").ToArray();
        var container = (await docker.ListContainersAsync(labels, all: true, cancellationToken)).FirstOrDefault(candidate => candidate.Name == Name);
        if (container is not null && (replace || container.Image != imageName))
        {
            await docker.RemoveContainerAsync(container.Id, force: true, volumes: true, cancellationToken);
            container = null;
        }

        if (container is null)
        {
            await WriteLoginAsync(imageName, address, cancellationToken);
            await docker.CreateContainerAsync(Settings(imageName), cancellationToken);
        }

        reservation.Release();
        await docker.StartContainerAsync(Name, cancellationToken);
        await WaitAsync(address, cancellationToken);
        Started(Name, address.Host);
    }

    /// <summary>Makes the volume and the password file in it. The password goes by standard input; what is stored is its bcrypt hash.</summary>
    private async Task WriteLoginAsync(string imageName, RegistryAddress address, CancellationToken cancellationToken)
    {
        await docker.CreateVolumeAsync(Name, Labels, cancellationToken);
        var settings = new ContainerSettings
        {
            Image = imageName,
            Pull = "never",
            Labels = Labels,
            Networking = new() { Network = "none" },
            Storage = Storage,
            Entrypoint = ["/bin/sh", "-c", $"umask 077 && htpasswd -Bni {UserName} > /var/lib/registry/htpasswd"],
        };
        await docker.RunAsync(settings, address.Password, cancellationToken);
    }

    private ContainerSettings Settings(string imageName) => new()
    {
        Image = imageName,
        Pull = "never",
        Name = Name,
        Labels = Labels,
        ReadOnly = true,
        CapabilitiesDropped = ["ALL"],
        SecurityOptions = ["no-new-privileges"],
        Networking = new() { PublishedPorts = [$"{options.RegistryHost}:{PortInContainer}"] },
        Storage = Storage,
    };

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
        var lines = await docker.LogsAsync(Name, LinesToQuote, cancellationToken);
        await docker.RemoveContainerAsync(Name, force: true, volumes: true, cancellationToken);
        var answer = status is { } code ? $"answers {(int)code}" : "does not answer";
        return CannotStart($"{options.RegistryHost} {answer} after {Patience.TotalSeconds:0} s. Its last lines: {string.Join(" | ", lines)}");
    }

    /// <summary>A status that the SDKs do not retry: each try would take as long.</summary>
    private AwsErrorException CannotStart(string reason) =>
        new(
            "RegistryNotAvailableException",
            $"LocalAws cannot start its registry on {options.RegistryHost}: {reason} "
            + "If the port is in use, end the program that has it: images that were pushed have this port in their names, so LocalAws keeps it.");

    [LoggerMessage(LogLevel.Information, "The registry {Name} answers on {Host}")]
    private partial void Started(string name, string host);

    [LoggerMessage(LogLevel.Warning, "The registry could not be started ahead of its first use")]
    private partial void NotEarly(Exception error);
}
