using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.FromCompose.Splitting;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose.Splitting;

/// <summary>A Compose application that becomes several services.</summary>
internal sealed class SplitFile(string services, string volumes = "")
{
    private readonly ComposeDocument _compose = SampleTests.Interpolated(Json(services, volumes));

    public bool IsRehearsal { get; init; }

    public LaunchType LaunchType { get; init; } = LaunchType.Fargate;

    public Dictionary<string, ServiceHints> Hints { get; } = [];

    public Dictionary<string, IReadOnlyList<ConfigurationFile>> Files { get; } = [];

    public Func<string, bool> HoldsData { get; init; } = _ => false;

    public ServiceSplit Split() => new(_compose, _compose.Services, Hints, Files, HoldsData, IsRehearsal);

    /// <summary>Each service of ECS with its containers, as in <c>web(web, job) after api</c>.</summary>
    public string Summary() => string.Join("; ", Split().Groups.Select(group =>
        $"{group.Name}{(group.Members.Count > 1 ? $"({string.Join(", ", group.Members.Select(member => member.Name))})" : "")}{(group.After.Count > 0 ? $" after {string.Join(", ", group.After)}" : "")}"));

    /// <summary>The ports of a service, as in <c>80 http</c>.</summary>
    public string PortsOf(string service) => string.Join(", ", Split().PortsOf(service).Select(port => $"{port.Port}{(port.Protocol is null ? "" : $" {port.Protocol}")}"));

    public Conversion Convert(string service)
    {
        var split = Split();
        var options = SampleTests.Options(Json(services, volumes));
        return TaskDefinitionConverter.Convert(_compose, options with
        {
            LaunchType = LaunchType,
            IsRehearsal = IsRehearsal,
            LeftOut = split.Replaced,
            Files = Files,
            Surroundings = split.Around(split.Groups.First(group => group.Name == service), LaunchType),
        });
    }

    public JsonNode Definition(string service)
    {
        var split = Split();
        return JsonNode.Parse(new ServiceDefinitionWriter(split, "shop").Write(split.Groups.First(group => group.Name == service), Convert(service).Document!).ToJson())!;
    }

    private static string Json(string services, string volumes) => $$"""{"name":"shop","services":{ {{services}} },"volumes":{ {{volumes}} } }""";
}
