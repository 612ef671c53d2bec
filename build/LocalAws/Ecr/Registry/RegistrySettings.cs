using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>What the registry is on Docker. Container and volume have the same name.</summary>
internal sealed class RegistrySettings(LocalAwsOptions options)
{
    /// <summary>ECR's own user, whose password is its authorization token.</summary>
    public const string UserName = "AWS";

    public const string ImageRole = "registry";

    /// <summary>In the container.</summary>
    private const string Port = "5000/tcp";

    /// <summary>Where the volume is in the container: images in <c>data/</c>, and <c>htpasswd</c>.</summary>
    private const string Root = "/var/lib/registry";

    /// <summary>What the image is built from, beside the executable.</summary>
    public static string ImageFolder { get; } = Path.Combine("Ecr", "Registry", "Image");

    public string Name { get; } = NameOf(options.InstanceId);

    public IReadOnlyDictionary<string, string> Labels { get; } =
        new Dictionary<string, string>([.. options.Labels, Role]);

    /// <summary>Labels of all containers that it makes.</summary>
    public IReadOnlyList<string> Everything { get; } = [$"{options.Label.Key}={options.Label.Value}", $"{Role.Key}={Role.Value}"];

    private static KeyValuePair<string, string> Role => new($"{LocalAwsOptions.LabelName}.role", "registry");

    /// <summary>Behind the front any.</summary>
    private string HostPort => options.RegistryHasFront ? "" : options.RegistryHost.Split(':')[1];

    private string Volume => $"{Name}:{Root}";

    public CreateContainerParameters Container(string image) => new()
    {
        Image = image,
        Name = Name,
        Labels = Labels.ToDictionary(),
        ExposedPorts = new Dictionary<string, EmptyStruct> { [Port] = default },
        HostConfig = new()
        {
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            PortBindings = new Dictionary<string, IList<PortBinding>> { [Port] = [new() { HostIP = "127.0.0.1", HostPort = HostPort }] },
            Binds = [Volume],
        },
    };

    /// <summary>Writes the password file from the password on its standard input. What is stored is its bcrypt hash.</summary>
    public CreateContainerParameters LoginWriter(string image) => new()
    {
        Image = image,
        Labels = Labels.ToDictionary(),
        HostConfig = new() { NetworkMode = "none", Binds = [Volume] },
        Entrypoint = ["/bin/sh", "-c", $"umask 077 && htpasswd -Bni {UserName} > {Root}/htpasswd"],
    };

    public static string NameOf(string instance) => $"slipway-local-aws-{instance}-registry";

    /// <summary>Whether a container publishes the registry where it belongs: one of an earlier LocalAws may have the front's port.</summary>
    public bool Fits(ContainerInspectResponse container) =>
        container.HostConfig?.PortBindings?.TryGetValue(Port, out var bindings) == true && bindings is [{ HostPort: var port }] && (port ?? "") == HostPort;

    /// <summary>Where the engine has published it; null when it does not run.</summary>
    public static string? HostOf(ContainerInspectResponse? container) =>
        container is { State.Running: true } && container.NetworkSettings?.Ports?.TryGetValue(Port, out var published) == true && published is [var first, ..] ? $"{first.HostIP}:{first.HostPort}" : null;
}
