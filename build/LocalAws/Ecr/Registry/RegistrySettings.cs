using Slipway.Docker.Containers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>What the registry is on Docker. Container and volume have the same name.</summary>
internal sealed class RegistrySettings(LocalAwsOptions options)
{
    /// <summary>ECR's own user, whose password is its authorization token.</summary>
    public const string UserName = "AWS";

    public const string ImageRole = "registry";

    private const int PortInContainer = 5000;

    /// <summary>Where the volume is in the container: images in <c>data/</c>, and <c>htpasswd</c>.</summary>
    private const string Root = "/var/lib/registry";

    /// <summary>What the image is built from, beside the executable.</summary>
    public static string ImageFolder { get; } = Path.Combine("Ecr", "Registry", "Image");

    public string Name { get; } = $"slipway-local-aws-{options.InstanceId}-registry";

    public IReadOnlyDictionary<string, string> Labels { get; } =
        new Dictionary<string, string>([.. options.Labels, Role]);

    /// <summary>Filters that find the container.</summary>
    public IReadOnlyList<string> Filters { get; } = [$"{options.Label.Key}={options.Label.Value}", $"{Role.Key}={Role.Value}"];

    private static KeyValuePair<string, string> Role => new($"{LocalAwsOptions.LabelName}.role", "registry");

    private ContainerStorage Storage => new() { Volumes = [$"{Name}:{Root}"] };

    public ContainerSettings Container(string image) => new()
    {
        Image = image,
        Pull = "never",
        Name = Name,
        Labels = Labels,
        ReadOnly = true,
        CapabilitiesDropped = ["ALL"],
        SecurityOptions = ["no-new-privileges"],
        Networking = new() { PublishedPorts = [$"{options.RegistryHost}:{PortInContainer}"] },
        Storage = Storage,
    };

    /// <summary>Writes the password file from the password on its standard input. What is stored is its bcrypt hash.</summary>
    public ContainerSettings LoginWriter(string image) => new()
    {
        Image = image,
        Pull = "never",
        Labels = Labels,
        Networking = new() { Network = "none" },
        Storage = Storage,
        Entrypoint = ["/bin/sh", "-c", $"umask 077 && htpasswd -Bni {UserName} > {Root}/htpasswd"],
    };
}
