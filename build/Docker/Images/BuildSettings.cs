namespace Slipway.Docker.Images;

/// <summary>An image to build with <c>docker build</c>.</summary>
public sealed class BuildSettings : DockerSettings
{
    /// <summary>The folder that is sent to the builder.</summary>
    public required string Context { get; init; }

    /// <summary>Path of the Dockerfile; null: the one in the context.</summary>
    public string? Dockerfile { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>They stay readable in the image's history: never a secret. Their values do not show in the process list.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? Target { get; init; }

    /// <summary>The network of the RUN steps: <c>host</c>, <c>none</c> or <c>default</c>.</summary>
    public string? Network { get; init; }

    public string? Platform { get; init; }

    /// <summary>Looks for a newer base image in the registry.</summary>
    public bool Pull { get; init; }

    public bool NoCache { get; init; }
}
