using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A task of the pipeline, in upper or lower case. Editors complete the spelling that the log has.</summary>
internal sealed class TaskSchema : Schema<SkipSettings>
{
    /// <summary>Where the document has the names of the tasks.</summary>
    public const string Definition = "task";

    public override string Type => "task";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Text(context) is not { } text)
            return null;

        if (PipelineTasks.Names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } task)
            return new SkipSettings(task, found.Node.Place);

        var hint = Suggestion.Phrase(text, PipelineTasks.Names);
        context.Errors.Add(found.Node.Place, ErrorCode.UnknownTask, $"'{text}' is not a task that can be skipped{hint}");
        return null;
    }

    public override object Fallback(Place place) => new SkipSettings(string.Empty, place);

    public override JsonObject ToJson(bool isWhole) => new() { ["$ref"] = $"#/definitions/{Definition}" };
}
