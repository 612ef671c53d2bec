using System.Security.Cryptography;
using System.Text;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Batches;

/// <summary>
/// What is in the revision that a service runs, as a tag of the service: DescribeServices gives it for ten services a call, while a task definition takes a call of its own.
/// A revision never changes, so the tag holds for as long as the service has that revision; of any other it says nothing.
/// </summary>
internal static class ContentMark
{
    private const string Tag = OwnTags.Prefix + "content";
    private const int Length = 32;

    /// <summary>The same for two task definitions only when ECS would do the same with them. Null where a tag of an image leaves open what that is.</summary>
    public static string? Of(TaskDefinitionDocument definition)
    {
        if (definition.Containers.Any(container => !container.Image.Contains('@', StringComparison.Ordinal))) return null;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical.Of(definition).ToJsonString())))[..Length];
    }

    /// <summary>That of the revision which the service has; null where nobody has noted it.</summary>
    public static string? On(ServiceDescription service)
    {
        var value = service.Node.Objects("tags").FirstOrDefault(tag => tag.Text("key") == Tag)?.Text("value");
        return value?.Split(' ') is [var revision, var mark] && revision == RevisionName.Of(service.TaskDefinition) ? mark : null;
    }

    public static IReadOnlyDictionary<string, string> ToTags(string revision, string mark) => new Dictionary<string, string> { [Tag] = $"{RevisionName.Of(revision)} {mark}" };
}
