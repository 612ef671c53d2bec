using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What a release runs once: one that fails when the service has moved leaves it there, and the next run of the release runs what is missing.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class ReleaseTasksTests
{
    private const string Name = "tasked";
    private const string Fails = "echo \"telling of $RELEASE\"; exit 3";
    private const string Works = "echo \"telling of $RELEASE\"";

    private RehearsalCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        var port = LoopbackPort.Claim();
        _copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {Name}\n      taskDefinition: taskdefs/{Name}.json\n");
        _copy.Replace("slipway.yml", $"verify: {{ url: \"{_copy.Page}\" }}", $$"""
            verify: { url: "http://127.0.0.1:{{port}}/health" }
                release:
                  before: { name: prepare, command: [sh, -c, 'echo "prepared for $RELEASE"'] }
                  after:
                    - { name: warm, command: [sh, -c, 'echo "warmed by $RELEASE"'] }
                    - { name: tell, command: [sh, -c, '{{Fails}}'] }
            """);
        _copy.Replace("slipway.yml", _copy.Scale, $"      loadBalancer: {{ container: blackbox, port: 8000, listener: {port}, healthCheck: /health }}\n");
        var definition = JsonNode.Parse(File.ReadAllText(_copy.Workspace.PathOf("taskdefs/local-taskdef.json")))!;
        definition["family"] = Name;
        definition["containerDefinitions"] = new JsonArray(definition["containerDefinitions"]!.AsArray().Single(container => (string?)container!["name"] == "blackbox")!.DeepClone());
        definition["containerDefinitions"]![0]!["portMappings"] = Ports();
        _copy.Write($"taskdefs/{Name}.json", definition.ToJsonString());
        SecondService.WriteArtifacts(_copy, Name, container =>
        {
            container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = "the first" });
            container["portMappings"] = Ports();
        });
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await SecondService.DeleteAsync(Name);
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [Test]
    public async Task Each_runs_once_and_the_rest_when_the_release_is_deployed_again()
    {
        var foreseen = await _copy.RunAsync("--target=Diff", "--env=local");
        var failed = await _copy.RunAsync(SecondService.Deploy);
        _copy.Replace("slipway.yml", Fails, Works);
        var repeated = await _copy.RunAsync(SecondService.Deploy);

        Assert.That((foreseen.ExitCode, failed.ExitCode, repeated.ExitCode), Is.EqualTo((10, 7, 0)), failed.Output + failed.Error + repeated.Output + repeated.Error);
        Assert.That(foreseen.Output, Does.Contain("A deployment would run task 'prepare' before anything moves: sh -c 'echo \"prepared for $RELEASE\"'").And.Contain("A deployment would run task 'tell' when all has moved: "));
        Assert.That(failed.Output, Does.Contain("blackbox | prepared for the first").And.Contain("blackbox | warmed by the first"));
        Assert.That(failed.Error, Does.Contain("task 'tell' failed. The command failed in container 'blackbox' in task ").And.Contain(" with exit code 3").And.Contain("\n  blackbox | telling of the first\n").And.Contain("The services run the release"));
        Assert.That(repeated.Output, Does.Contain("nothing to do").And.Contain("task 'warm' has run in build ").And.Contain("blackbox | telling of the first").And.Not.Contain("| prepared").And.Not.Contain("| warmed"));
    }

    /// <summary>Any port of the machine, so that a task has room beside the service's.</summary>
    private static JsonArray Ports() => new(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = 0 });
}
