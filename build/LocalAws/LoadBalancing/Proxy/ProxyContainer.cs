using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Docker;
using Slipway.Docker.Containers;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>Makes the container of a listener and finds it again, by its name and its label.</summary>
internal sealed class ProxyContainer(LocalAwsOptions options, DockerCli docker, SupportImages images, LoadBalancerNetwork network)
{
    private const int RequestPort = 8080;
    private const int AdminPort = 9000;

    private static readonly string ImageFolder = Path.Combine("LoadBalancing", "Image");

    public string NameOf(Listener listener) =>
        $"slipway-local-aws-{options.InstanceId}-lb-{LoadBalancingArns.NameOf(listener.LoadBalancerArn)}-{listener.Port}";

    /// <summary>Starts the container unless it runs.</summary>
    /// <param name="idleTimeout">In seconds; counts for a container that is made now.</param>
    /// <param name="replace">Makes a new one in any case.</param>
    /// <returns>The port of HAProxy's administration on 127.0.0.1.</returns>
    /// <exception cref="ToolException">The engine refused; the container is gone.</exception>
    public async Task<int> EnsureAsync(Listener listener, int idleTimeout, bool replace, CancellationToken cancellationToken)
    {
        var name = NameOf(listener);
        var image = await images.EnsureAsync("haproxy", ImageFolder, cancellationToken);
        var found = (await docker.InspectContainersAsync([name], cancellationToken)).FirstOrDefault();
        if (found is not null && !replace && (string?)found["Config"]?["Image"] == image && LabelOf(found) == listener.Arn)
        {
            if ((bool?)found["State"]?["Running"] == true)
                return AdminPortOf(found);
        }
        else
        {
            await docker.RemoveContainerAsync(name, force: true, volumes: true, cancellationToken);
            await docker.CreateContainerAsync(await SettingsAsync(listener, image, idleTimeout, cancellationToken), cancellationToken);
        }

        return await StartAsync(name, cancellationToken);
    }

    public Task<bool> RemoveAsync(Listener listener, CancellationToken cancellationToken) =>
        docker.RemoveContainerAsync(NameOf(listener), force: true, volumes: true, cancellationToken);

    /// <summary>Removes the containers of listeners that nobody knows.</summary>
    /// <param name="isKnown">Asked with the ARN of a listener, after its container was found.</param>
    public async Task RemoveOthersAsync(Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        string[] labels = [$"{options.Label.Key}={options.Label.Value}", ProxyLabels.Role];
        var containers = await docker.ListContainersAsync(labels, all: true, cancellationToken);
        foreach (var container in await docker.InspectContainersAsync([.. containers.Select(container => container.Id)], cancellationToken))
        {
            if (!isKnown(LabelOf(container!) ?? ""))
                await docker.RemoveContainerAsync((string)container!["Id"]!, force: true, volumes: true, cancellationToken);
        }
    }

    /// <summary>The last lines that it wrote.</summary>
    public Task<IReadOnlyList<string>> LogAsync(Listener listener, int lines, CancellationToken cancellationToken) =>
        docker.LogsAsync(NameOf(listener), lines, cancellationToken);

    private static string? LabelOf(JsonNode container) => (string?)container["Config"]?["Labels"]?[ProxyLabels.Listener];

    private async Task<int> StartAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await docker.StartContainerAsync(name, cancellationToken);
        }
        catch (ToolException)
        {
            await docker.RemoveContainerAsync(name, force: true, volumes: true, cancellationToken);
            throw;
        }

        return AdminPortOf((await docker.InspectContainersAsync([name], cancellationToken)).FirstOrDefault());
    }

    /// <summary>0 when it is gone or has ended.</summary>
    private static int AdminPortOf(JsonNode? container) =>
        int.TryParse((string?)container?["NetworkSettings"]?["Ports"]?[$"{AdminPort}/tcp"]?[0]?["HostPort"], CultureInfo.InvariantCulture, out var port) ? port : 0;

    private async Task<ContainerSettings> SettingsAsync(Listener listener, string image, int idleTimeout, CancellationToken cancellationToken) => new()
    {
        Image = image,
        Pull = "never",
        Name = NameOf(listener),
        Labels = new Dictionary<string, string>(ProxyLabels.Of(options)) { [ProxyLabels.Listener] = listener.Arn },
        Environment = new Dictionary<string, string>
        {
            ["SLIPWAY_GATEWAY"] = await network.GatewayAsync(cancellationToken),
            ["SLIPWAY_PORT"] = listener.Port.ToString(CultureInfo.InvariantCulture),
            ["SLIPWAY_IDLE_TIMEOUT"] = idleTimeout.ToString(CultureInfo.InvariantCulture),
        },
        ReadOnly = true,
        CapabilitiesDropped = ["ALL"],
        SecurityOptions = ["no-new-privileges"],
        LogDriver = "json-file",
        LogOptions = new Dictionary<string, string> { ["max-size"] = "1m", ["max-file"] = "2" },
        Networking = new()
        {
            Network = network.Name,
            PublishedPorts = [$"127.0.0.1:{listener.Port}:{RequestPort}", $"127.0.0.1::{AdminPort}"],
        },
        Storage = new() { Tmpfs = ["/tmp"] },
    };
}
