using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>The platform that a task runs on, in the words of image indexes.</summary>
/// <param name="Os">linux or windows.</param>
/// <param name="Architecture">amd64 or arm64.</param>
public sealed record TaskPlatform(string Os, string Architecture)
{
    /// <summary>What Fargate takes where a task definition says nothing.</summary>
    public static TaskPlatform Standard { get; } = new("linux", "amd64");

    /// <summary>
    /// Null where nothing says it: on container instances without <c>runtimePlatform</c> it is theirs.
    /// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html
    /// </summary>
    /// <param name="onFargate">Also when the task definition does not say so itself.</param>
    public static TaskPlatform? Of(TaskDefinitionDocument definition, bool onFargate)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var said = definition.Root["runtimePlatform"] as JsonObject;
        var (os, cpu) = ((string?)said?["operatingSystemFamily"], (string?)said?["cpuArchitecture"]);
        if (os is null && cpu is null) return onFargate || NeedsFargate(definition) ? Standard : null;
        return new(
            os is null || os == "LINUX" ? "linux" : os.StartsWith("WINDOWS", StringComparison.Ordinal) ? "windows" : os,
            cpu switch { null or "X86_64" => "amd64", "ARM64" => "arm64", _ => cpu });
    }

    public override string ToString() => $"{Os}/{Architecture}";

    private static bool NeedsFargate(TaskDefinitionDocument definition) =>
        definition.Root["requiresCompatibilities"] is JsonArray { Count: > 0 } kinds && kinds.All(kind => (string?)kind == "FARGATE");
}
