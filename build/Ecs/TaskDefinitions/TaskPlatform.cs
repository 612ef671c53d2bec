using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

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
        return Named((string?)said?["operatingSystemFamily"], (string?)said?["cpuArchitecture"], onFargate || NeedsFargate(definition));
    }

    /// <summary>The same, of the members of <c>runtimePlatform</c>.</summary>
    public static TaskPlatform? Named(string? os, string? cpu, bool onFargate)
    {
        if (os is null && cpu is null) return onFargate ? Standard : null;
        return new(
            os is null || os == "LINUX" ? "linux" : os.StartsWith("WINDOWS", StringComparison.Ordinal) ? "windows" : os,
            cpu switch { null or "X86_64" => "amd64", "ARM64" => "arm64", _ => cpu });
    }

    /// <summary>
    /// Whether an image for <paramref name="image"/> starts on it: as containerd matches them, those of the 32-bit predecessors do.
    /// https://github.com/containerd/platforms/blob/main/compare.go
    /// </summary>
    public bool Runs(TaskPlatform image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Os == Os && (image.Architecture == Architecture || (Architecture, image.Architecture) is ("amd64", "386") or ("arm64", "arm"));
    }

    public override string ToString() => $"{Os}/{Architecture}";

    private static bool NeedsFargate(TaskDefinitionDocument definition) =>
        definition.Root["requiresCompatibilities"] is JsonArray { Count: > 0 } kinds && kinds.All(kind => (string?)kind == "FARGATE");
}
