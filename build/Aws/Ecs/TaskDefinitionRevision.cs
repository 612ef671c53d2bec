using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecs;

/// <summary>A registered task definition: the document as ECS gives it back, with what it adds, and the revision's tags.</summary>
public sealed record TaskDefinitionRevision(JsonObject Document, IReadOnlyDictionary<string, string> Tags)
{
    public string Arn => Document.RequiredText("taskDefinitionArn");

    internal static TaskDefinitionRevision FromJson(JsonObject answer)
    {
        var document = answer.RequiredObject("taskDefinition");
        document.RequiredText("taskDefinitionArn");
        return new TaskDefinitionRevision(document, answer.Objects("tags").ToDictionary(
            static t => t.RequiredText("key"), static t => t.OptionalText("value") ?? "", StringComparer.Ordinal));
    }
}
