using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Three services of one container each, and one release: all get it, and when the second fails all have again what they had.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SeveralServicesTests
{
    private static readonly string[] Services = ["web", "worker", "mail"];

    private RehearsalCopy _copy = null!;
    private int _port;

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        _port = LoopbackPort.Claim();
        _copy.Replace(
            "slipway.yml",
            $"      strategy: rolling\n      cluster: local\n      service: tutorbloc\n{_copy.Scale}    verify: {{ url: \"{_copy.Page}\" }}\n",
            $$"""
                  strategy: rolling
                  cluster: local
                  services:
                    web: { service: several-web, taskDefinition: taskdefs/several-web.json, verify: { url: "http://127.0.0.1:{{_port}}/health" } }
                    worker: { service: several-worker, taskDefinition: taskdefs/several-worker.json, serviceDefinition: taskdefs/worker-service.json, after: web }
                    mail: { service: several-mail, taskDefinition: taskdefs/several-mail.json }

            """);
        var definition = JsonNode.Parse(File.ReadAllText(_copy.Workspace.PathOf("taskdefs/local-taskdef.json")))!;
        _copy.Write("taskdefs/worker-service.json", """{ "propagateTags": "SERVICE", "placementStrategy": [{ "type": "spread", "field": "instanceId" }], "tags": [{ "key": "team", "value": "mail" }] }""");
        foreach (var service in Services)
        {
            definition["family"] = $"several-{service}";
            _copy.Write($"taskdefs/several-{service}.json", definition.ToJsonString());
        }
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        foreach (var service in Services) await SecondService.DeleteAsync($"several-{service}");
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [Test]
    public async Task All_get_the_release_and_when_the_second_fails_all_have_again_what_they_had()
    {
        WriteArtifacts("1", fails: null);
        var released = await _copy.RunAsync(SecondService.Deploy);
        WriteArtifacts("2", fails: "worker");
        var failed = await _copy.RunAsync(SecondService.Deploy);
        var status = await _copy.RunAsync("--target=Status", "--env=local", "--output=json", "--verbosity=quiet");
        var which = await _copy.RunAsync("--target=Run", "--env=local", "--command=true");

        Assert.That((released.ExitCode, failed.ExitCode, status.ExitCode, which.ExitCode), Is.EqualTo((0, 5, 0, 2)), failed.Output + failed.Error);
        Assert.That(released.Output, Does.Contain("Service 'several-mail' runs ").And.Contain($"Deployed: http://127.0.0.1:{_port}/health answers with 200."));
        Assert.That(released.Output.IndexOf("web: (service several-web) (deployment ", StringComparison.Ordinal), Is.GreaterThan(0).And.LessThan(released.Output.IndexOf("worker: Creating service", StringComparison.Ordinal)));
        var worker = await SecondService.DescribeAsync("several-worker");
        Assert.That(((string?)worker["propagateTags"], (string?)worker["placementStrategy"]![0]!["type"], (string?)worker["tags"]![0]!["value"]), Is.EqualTo(("SERVICE", "spread", "mail")));
        Assert.That(failed.Error, Does.Contain("worker: Deployment ").And.Contain("likely cause: "));
        Assert.That(failed.Error, Does.Contain("The services now:\n  web: several-web:1, as before\n  worker: several-worker:1, as before\n  mail: several-mail:1, as before"));
        Assert.That(which.Error, Does.Contain("has the services web, worker, mail, and this needs one of them: name it with --service=NAME."));
        var lines = status.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.That(lines.Select(line => $"{line["service"]} {line["running"]} {line["release"]!["released"] is not null}"), Is.EqualTo(Services.Select(service => $"several-{service} 1 True")));
    }

    /// <param name="fails">The service whose new tasks end at once.</param>
    private void WriteArtifacts(string release, string? fails)
    {
        foreach (var service in Services)
        {
            SecondService.WriteArtifacts(_copy, $"several-{service}", container =>
            {
                container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = release });
                if (service == "web") container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = _port });
                if (service != fails) return;
                container["entryPoint"] = new JsonArray("sh", "-c");
                container["command"] = new JsonArray("exit 3");
            });
            var file = _copy.Workspace.PathOf("artifacts/local-taskdef.json");
            _copy.Write($"artifacts/{service}/local-taskdef.json", File.ReadAllText(file));
            File.Delete(file);
        }
    }
}
