using System.Text;
using Slipway.Pipeline.Configuration.Keys;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Reference;

/// <summary>The vocabulary of <c>slipway.yml</c> for people, as Markdown.</summary>
public static class SettingsReference
{
    private const string Header = "| key | type | default | meaning | example |\n|---|---|---|---|---|\n";

    private static readonly Key[] TopLevel = [SettingsKeys.Application, .. SettingsKeys.Changeable, SettingsKeys.Environments];

    /// <param name="example">A whole <c>slipway.yml</c> to begin with.</param>
    public static string Render(string example)
    {
        var text = new StringBuilder(Introduction.Text).Append("```yaml\n").Append(example).Append("```\n\n").Append(Introduction.Rules);
        text.Append("\n## Placeholders\n\n| placeholder | stands for |\n|---|---|\n");

        foreach (var placeholder in Placeholders.All)
            text.Append($"| `{{{placeholder}}}` | {Placeholders.Meaning(placeholder)} |\n");

        text.Append('\n').Append(Introduction.AfterPlaceholders).Append("\n## The top level\n\n").Append(Header);

        foreach (var key in TopLevel)
            AppendRow(text, key, key.Name, key.Schema.Keys.Count > 0 ? $"[`{key.Name}`](#{key.Name})" : $"`{key.Name}`");

        foreach (var key in TopLevel.Where(key => key.Schema.Keys.Count > 0))
        {
            text.Append($"\n## {key.Name}\n\n{key.Description} Type: {key.Schema.Type}.\n\n").Append(Header);
            AppendKeys(text, key.Schema, $"{key.Name}{key.Schema.Between}");
        }

        return text.ToString();
    }

    private static void AppendKeys(StringBuilder text, Schema schema, string prefix)
    {
        foreach (var key in schema.Keys)
        {
            var path = $"{prefix}{key.Name}";
            AppendRow(text, key, path, $"`{path}`");
            AppendKeys(text, key.Schema, $"{path}{key.Schema.Between}");
        }
    }

    private static void AppendRow(StringBuilder text, Key key, string path, string name) =>
        text.Append($"| {name} | {key.Schema.Type} | {DefaultOf(key)} | {key.Description} | {ExampleOf(key, path)} |\n");

    private static string DefaultOf(Key key)
    {
        if (key.IsRequired)
            return "**required**";

        return key.Default is null ? key.DefaultInWords ?? "none" : Code(Literal.ToYaml(key.Default));
    }

    private static string ExampleOf(Key key, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];

        return key.Example is null ? string.Empty : Code($"{name}: {Literal.ToYaml(key.Example)}");
    }

    private static string Code(string yaml) => $"`{yaml.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
