using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>
/// The tags that a task starts with: its own, those that are propagated to it, and ECS's managed ones.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
/// </summary>
internal static class TaskTags
{
    /// <param name="request">Has <c>propagateTags</c> and <c>enableECSManagedTags</c>: of a service, or of RunTask.</param>
    /// <param name="own">Win over what is propagated.</param>
    /// <param name="ofService">Null for a task that belongs to none.</param>
    public static JsonArray Of(JsonObject request, IEnumerable<JsonObject> own, string cluster, Service? ofService, RegisteredTaskDefinition definition)
    {
        var propagated = request.Text("propagateTags") switch
        {
            "TASK_DEFINITION" => (definition.Tags ?? []).OfType<JsonObject>(),
            "SERVICE" => ofService?.Definition.Objects("tags") ?? [],
            _ => [],
        };
        var tags = own.Concat(propagated).DistinctBy(tag => tag.Text("key")).Select(tag => tag.DeepClone()).ToList();
        if (request.Flag("enableECSManagedTags") == true)
        {
            tags.Add(Tag("aws:ecs:clusterName", cluster));
            if (ofService is not null) tags.Add(Tag("aws:ecs:serviceName", ofService.Name));
        }

        return new([.. tags]);
    }

    private static JsonObject Tag(string key, string value) => new() { ["key"] = key, ["value"] = value };
}
