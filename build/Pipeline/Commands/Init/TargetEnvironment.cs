using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>An environment that files are written for.</summary>
internal sealed record TargetEnvironment(string Name, LaunchType LaunchType, bool IsRehearsal)
{
    public string TaskDefinitionFile => $"taskdefs/{Name}-taskdef.json";

    public string ServiceDefinitionFile => $"taskdefs/{Name}-service.json";
}
