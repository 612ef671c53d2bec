using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>An entry point that Compose clears: ECS cannot clear one, and runs the command's first word in its place.</summary>
public sealed class EmptyEntryPointTests
{
    private const string Cleared = "it is empty, which clears the image's own; ECS cannot: set it in the image";

    [TestCase("""["bash", "-c", "cmd one ; cmd two"]""", """["bash"]""", """["-c","cmd one ; cmd two"]""")]
    [TestCase("""["serve"]""", """["serve"]""", null)]
    public void The_first_word_of_the_command_is_the_entry_point(string command, string entryPoint, string? arguments)
    {
        var (container, warnings) = Convert($$"""{ "image": "x", "entrypoint": [], "command": {{command}} }""");

        Assert.That((container["entryPoint"]?.ToJsonString(), container["command"]?.ToJsonString()), Is.EqualTo((entryPoint, arguments)));
        Assert.That(warnings, Has.None.Contains("clears the image's own"));
    }

    [Test]
    public void Without_a_command_it_cannot_be_cleared_which_is_told()
    {
        var (container, warnings) = Convert("""{ "image": "x", "entrypoint": [] }""");

        Assert.That((container["entryPoint"], container["command"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        Assert.That(warnings, Does.Contain($"entrypoint: {Cleared}"));
    }

    [TestCase("""{ "image": "x", "entrypoint": ["run"], "command": null }""", """["run"]""", null)]
    [TestCase("""{ "image": "x", "entrypoint": null, "command": ["serve", "-p"] }""", null, """["serve","-p"]""")]
    public void What_Compose_leaves_to_the_image_ECS_does_too(string service, string? entryPoint, string? command)
    {
        var (container, _) = Convert(service);

        Assert.That((container["entryPoint"]?.ToJsonString(), container["command"]?.ToJsonString()), Is.EqualTo((entryPoint, command)));
    }

    private static (JsonNode Container, IReadOnlyList<string> Warnings) Convert(string service)
    {
        var json = $$"""{"name":"shop","services":{"app": {{service}} } }""";
        var conversion = TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), SampleTests.Options(json));
        return (conversion.Document!.Root["containerDefinitions"]![0]!, [.. conversion.Warnings.Select(warning => $"{warning.Key}: {warning.Reason}")]);
    }
}
