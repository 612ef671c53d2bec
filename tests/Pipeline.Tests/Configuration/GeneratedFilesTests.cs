using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Reference;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>What is generated from the vocabulary is what is committed, and is complete.</summary>
public sealed class GeneratedFilesTests
{
    private static string Example => SettingsFiles.Text(SettingsFiles.GoodFile("whole"));

    [Test]
    public void The_committed_schema_is_the_one_of_the_vocabulary() =>
        GeneratedFile.Compare(SettingsSchema.FileName, SettingsSchema.Render());

    [Test]
    public void The_committed_reference_is_the_one_of_the_vocabulary() =>
        GeneratedFile.Compare("docs/configuration.md", SettingsReference.Render(Example));

    [Test]
    public void The_committed_list_of_commands_is_the_one_of_the_declarations() =>
        GeneratedFile.Compare("docs/commands.md", CommandReference.Render(TaskCatalogue.Targets, name => TaskCatalogue.Nodes.First(task => task.Name == name).DependsOn));

    [Test]
    public void The_example_of_the_reference_has_every_key()
    {
        var keys = Properties(JsonNode.Parse(SettingsSchema.Render())!).Distinct(StringComparer.Ordinal);

        var missing = keys.Where(key => !Example.Contains($"{key}:", StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_key_is_described_in_the_schema()
    {
        var schema = JsonNode.Parse(SettingsSchema.Render())!.AsObject();

        var undescribed = Described(schema, schema["definitions"]!.AsObject()).Where(key => key.Description is not { Length: > 10 });

        Assert.That(undescribed, Is.Empty);
    }

    [Test]
    public void The_readme_links_to_the_reference_and_the_sample_asks_for_the_schema()
    {
        Assert.That(SettingsFiles.Text("README.md"), Does.Contain("(docs/configuration.md)"));
        Assert.That(SettingsFiles.Text("slipway.yml"), Does.StartWith($"# yaml-language-server: $schema={SettingsSchema.FileName}\n"));
    }

    private static IEnumerable<string> Properties(JsonNode? node) => node switch
    {
        JsonObject members => (members["properties"] is JsonObject properties ? properties.Select(member => member.Key) : [])
            .Concat(members.SelectMany(member => Properties(member.Value))),
        JsonArray entries => entries.SelectMany(Properties),
        _ => [],
    };

    private static IEnumerable<(string Key, string? Description)> Described(JsonNode? node, JsonObject definitions) => node switch
    {
        JsonObject members => (members["properties"] is JsonObject properties ? properties.Select(member => (member.Key, DescriptionOf(member.Value!, definitions))) : [])
            .Concat(members.SelectMany(member => Described(member.Value, definitions))),
        JsonArray entries => entries.SelectMany(entry => Described(entry, definitions)),
        _ => [],
    };

    private static string? DescriptionOf(JsonNode property, JsonObject definitions)
    {
        var reference = (string?)property["$ref"];

        return (string?)(reference is null ? property : definitions[reference[(reference.LastIndexOf('/') + 1)..]]!)["description"];
    }
}
