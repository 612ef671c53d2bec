using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>An environment that files are written for.</summary>
internal sealed record TargetEnvironment(string Name, LaunchType LaunchType, bool IsRehearsal)
{
    /// <summary>The environment whose release it takes; null where its own is built.</summary>
    public string? From => Name == "production" ? "staging" : null;

    public string TaskDefinitionFile => $"taskdefs/{Name}-taskdef.json";

    public string ServiceDefinitionFile => $"taskdefs/{Name}-service.json";

    /// <summary>Of one of several services.</summary>
    public string TaskDefinitionFileOf(string service) => $"taskdefs/{Name}-{service}-taskdef.json";

    public string ServiceDefinitionFileOf(string service) => $"taskdefs/{Name}-{service}-service.json";

    /// <summary>The family of its task definition, and the beginning of that of several.</summary>
    public string Family(Application application) => IsRehearsal ? application.Name : $"{Name}-{application.Name}";

    /// <summary>The namespace of Cloud Map that joins several services.</summary>
    public string Namespace(Application application) => $"{Name}-{application.Name}";
}
