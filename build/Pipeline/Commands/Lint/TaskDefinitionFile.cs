using System.Text.Json;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>A task definition, as the rules across files check it.</summary>
internal sealed class TaskDefinitionFile(JsonSource source)
{
    public JsonSource Source => source;

    /// <summary>Without the wrapper of a response; null for what is not JSON.</summary>
    public SourceValue? Root { get; } =
        source.Root?.Member("taskDefinition") is { Kind: JsonValueKind.Object } wrapped ? wrapped : source.Root;

    public IReadOnlyList<SourceValue> Containers => Root?.ItemsOf("containerDefinitions") ?? [];

    public IReadOnlyList<string> ContainerNames => [.. Containers.Select(container => container.TextOf("name")).OfType<string>()];

    public SourceValue? Container(string name) => Containers.FirstOrDefault(container => container.TextOf("name") == name);

    public static IReadOnlyList<int> PortsOf(SourceValue container) =>
        [.. container.ItemsOf("portMappings").Select(mapping => mapping.NumberOf("containerPort")).OfType<double>().Select(port => (int)port)];

    public Finding Find(LintRule rule, SourceValue at, string message) => new(rule, rule.Severity, at.JsonPath, message, source.PlaceOf(at));
}
