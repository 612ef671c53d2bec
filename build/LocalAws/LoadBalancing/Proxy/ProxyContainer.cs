using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>Makes the container of a listener and finds it again, by its name and its label.</summary>
internal sealed class ProxyContainer(LocalAwsOptions options, CallerKey key, DockerEngine docker, SupportImages images, LoadBalancerNetwork network)
{
    private const string RequestPort = "8080/tcp";
    private const string AdminPort = "9000/tcp";

    private static readonly string ImageFolder = Path.Combine("LoadBalancing", "Proxy", "Image");

    /// <summary>What opens HAProxy's administration: the same for as long as the state is, and nothing that opens LocalAws.</summary>
    public string Login { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"haproxy {key.Value}")));

    public string NameOf(Listener listener) =>
        $"slipway-local-aws-{options.InstanceId}-lb-{LoadBalancingArns.NameOf(listener.LoadBalancerArn)}-{listener.Port}";

    /// <summary>Starts the container unless it runs.</summary>
    /// <param name="idleTimeout">In seconds; counts for a container that is made now.</param>
    /// <param name="replace">Makes a new one in any case.</param>
    /// <returns>The port of HAProxy's administration on 127.0.0.1.</returns>
    /// <exception cref="EngineException">The engine refused; the container is gone.</exception>
    public async Task<int> EnsureAsync(Listener listener, int idleTimeout, bool replace, CancellationToken cancellationToken)
    {
        var name = NameOf(listener);
        var image = await images.EnsureAsync("haproxy", ImageFolder, cancellationToken);
        var found = await docker.InspectContainerAsync(name, cancellationToken);
        if (found is not null && !replace && found.Config?.Image == image && found.Config.Labels?.TryGetValue(ProxyLabels.Listener, out var arn) == true && arn == listener.Arn)
        {
            if (found.State?.Running == true)
                return AdminPortOf(found);
        }
        else
        {
            await docker.RemoveContainerAsync(name, cancellationToken);
            await docker.CreateContainerAsync(await SettingsAsync(listener, image, idleTimeout, cancellationToken), cancellationToken);
        }

        return await StartAsync(name, cancellationToken);
    }

    public Task<bool> RemoveAsync(Listener listener, CancellationToken cancellationToken) =>
        docker.RemoveContainerAsync(NameOf(listener), cancellationToken);

    /// <summary>Removes the containers of listeners that nobody knows.</summary>
    /// <param name="isKnown">Asked with the ARN of a listener, after its container was found.</param>
    public async Task RemoveOthersAsync(Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        string[] labels = [$"{options.Label.Key}={options.Label.Value}", ProxyLabels.Role];
        foreach (var container in await docker.ListContainersAsync(labels, cancellationToken))
        {
            if (!container.Labels.TryGetValue(ProxyLabels.Listener, out var arn) || !isKnown(arn))
                await docker.RemoveContainerAsync(container.ID, cancellationToken);
        }
    }

    /// <summary>The last lines that it wrote.</summary>
    public Task<IReadOnlyList<string>> LogAsync(Listener listener, int lines, CancellationToken cancellationToken) =>
        docker.LogsAsync(NameOf(listener), lines, cancellationToken);

    private async Task<int> StartAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await docker.StartContainerAsync(name, cancellationToken);
        }
        catch (EngineException)
        {
            await docker.RemoveContainerAsync(name, cancellationToken);
            throw;
        }

        return AdminPortOf(await docker.InspectContainerAsync(name, cancellationToken));
    }

    /// <summary>0 when it is gone or has ended.</summary>
    private static int AdminPortOf(ContainerInspectResponse? container) =>
        container?.NetworkSettings?.Ports is { } ports && ports.TryGetValue(AdminPort, out var published) && published is [{ } first, ..]
            ? int.Parse(first.HostPort, CultureInfo.InvariantCulture)
            : 0;

    private async Task<CreateContainerParameters> SettingsAsync(Listener listener, string image, int idleTimeout, CancellationToken cancellationToken)
    {
        var port = listener.Port.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Image = image,
            Name = NameOf(listener),
            Labels = new Dictionary<string, string>(ProxyLabels.Of(options)) { [ProxyLabels.Listener] = listener.Arn },
            Env =
            [
                $"SLIPWAY_LOGIN={Login}", $"SLIPWAY_GATEWAY={await network.GatewayAsync(cancellationToken)}", $"SLIPWAY_PORT={port}", string.Create(CultureInfo.InvariantCulture, $"SLIPWAY_IDLE_TIMEOUT={idleTimeout}"),
                $"SLIPWAY_PROTOCOL={listener.Protocol.ToLowerInvariant()}", .. listener.IsSecure() ? ["SLIPWAY_TLS=1"] : Array.Empty<string>(),
            ],
            ExposedPorts = new Dictionary<string, EmptyStruct> { [RequestPort] = default, [AdminPort] = default },
            HostConfig = new()
            {
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                LogConfig = new() { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = "1m", ["max-file"] = "2" } },
                NetworkMode = network.Name,
                PortBindings = new Dictionary<string, IList<PortBinding>>
                {
                    [RequestPort] = [new() { HostIP = "127.0.0.1", HostPort = port }],
                    [AdminPort] = [new() { HostIP = "127.0.0.1", HostPort = "" }],
                },
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
            },
        };
    }
}
