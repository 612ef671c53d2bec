using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A task of the main line, in upper or lower case. Editors complete the spelling that the log has.</summary>
internal sealed class TaskSchema : ScalarSchema<SkipSettings>
{
    /// <summary>Where the document has the names of the tasks; this room does not know them.</summary>
    public const string Definition = "task";

    public override string Type => "task";

    public override SkipSettings StandIn(Place place) => new(string.Empty, place);

    public override JsonObject ToJson(bool isWhole) => new() { ["$ref"] = $"#/definitions/{Definition}" };

    protected override bool TryRead(ScalarNode scalar, string path, Reading reading, [MaybeNullWhen(false)] out SkipSettings value)
    {
        value = null;

        if (PlainText.Read(scalar, path, reading) is not { } text)
            return false;

        if (reading.TaskNames.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } task)
        {
            value = new(task, scalar.Place);
            return true;
        }

        var hint = Suggestion.Phrase(text, reading.TaskNames);
        reading.Errors.Add(scalar.Place, ErrorCode.UnknownTask, $"'{text}' is not a task that can be skipped{hint}");
        return false;
    }
}
