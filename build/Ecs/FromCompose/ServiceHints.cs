namespace Slipway.Ecs.FromCompose;

/// <summary>What a Compose service says under <c>x-slipway</c>: what cannot be known from the rest of the file.</summary>
public sealed record ServiceHints
{
    public const string Key = "x-slipway";

    public static ServiceHints None { get; } = new();

    /// <summary>The name of the service of ECS: it has one of its own in each environment, whatever the Compose service is.</summary>
    public string? Service { get; init; }

    /// <summary>The Compose service in whose task it is a container.</summary>
    public string? With { get; init; }

    /// <summary>Whether no environment but the rehearsal has it.</summary>
    public bool IsOnlyInRehearsal { get; init; }

    /// <summary>In units of a 1024th of a core.</summary>
    public int? Cpu { get; init; }

    /// <summary>In MiB.</summary>
    public int? Memory { get; init; }
}
