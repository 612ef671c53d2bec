using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting;

/// <summary>One of the container definitions as the checks see it; it need not be an object.</summary>
internal sealed class ContainerSubject(TaskSubject task, SourceValue value, int index)
{
    public TaskSubject Task => task;

    public SourceValue Value => value;

    public string? Name => value.TextOf("name");

    /// <summary>Begins a message: the name, or the place in the list.</summary>
    public string Label => Name is { Length: > 0 } name ? $"Container '{name}'" : $"Container {index + 1}";

    public string? Image => value.TextOf("image");

    public bool Essential => value.FlagOf("essential") ?? true;

    public string? LogDriver => value.Member("logConfiguration")?.TextOf("logDriver");

    public IReadOnlyList<SourceValue> DependsOn => value.ItemsOf("dependsOn");

    public IEnumerable<PortSubject> Ports => value.ItemsOf("portMappings").Select(port => new PortSubject(this, port));
}
