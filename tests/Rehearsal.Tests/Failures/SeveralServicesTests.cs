using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Three services of one container each, which follow each other, and one release: all get it; Ctrl-C in the middle gives them back what they had; and what a killed
/// run has begun the next one ends. How releases fail that need no process is in Pipeline.Tests.
/// </summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SeveralServicesTests
{
    private static readonly string[] Services = ["web", "worker", "mail"];

    private static readonly string[] Unlock = ["--target=Unlock", "--env=local"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _temporary = Directory.CreateTempSubdirectory("slipway-several-").FullName;
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
                    mail: { service: several-mail, taskDefinition: taskdefs/several-mail.json, after: worker }

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
        Directory.Delete(_temporary, recursive: true);
    }

    [Test]
    public async Task All_get_a_release_or_have_again_what_they_had_also_after_Ctrl_C_and_after_a_run_that_was_killed()
    {
        WriteArtifacts("1");
        var released = await _copy.RunAsync(SecondService.Deploy);
        WriteArtifacts("2");
        var interrupted = await UntilTheSecondAsync("INT");
        await SettledAsync(1);
        WriteArtifacts("3", slow: "worker");
        var killed = await UntilTheSecondAsync("KILL");
        var unlocked = await RehearsalCopy.RunAsync(CommandOf(Unlock));
        var continued = await RehearsalCopy.RunAsync(CommandOf(SecondService.Deploy));
        var status = await _copy.RunAsync("--target=Status", "--env=local", "--output=json", "--verbosity=quiet");
        var which = await _copy.RunAsync("--target=Run", "--env=local", "--command=true");

        Assert.That((released.ExitCode, interrupted.ExitCode, killed.ExitCode, unlocked.ExitCode, continued.ExitCode, status.ExitCode, which.ExitCode), Is.EqualTo((0, 130, 137, 0, 0, 0, 2)));
        Assert.That(interrupted.Output, Does.Contain("Cancelled. The services:\n  web: on its way back to several-web:1\n  worker: on its way back to several-worker:1\n  mail: several-mail:1, as before: it was not moved\nCheck them with --target=Status"));
        Assert.That(interrupted.Error, Does.Contain("Cancelled by SIGINT."));
        Assert.That(continued.Output, Does.Contain("web:3 already, 1 tasks; nothing to do.").And.Contain("worker: Service 'several-worker' is on its way to several-worker:3 already").And.Contain("mail: Updating service 'several-mail' from several-mail:1 to several-mail:"));
        Assert.That(released.Output, Does.Contain("Service 'several-mail' runs ").And.Contain($"Deployed: http://127.0.0.1:{_port}/health answers with 200."));
        Assert.That(released.Output.IndexOf("web: (service several-web) (deployment ", StringComparison.Ordinal), Is.GreaterThan(0).And.LessThan(released.Output.IndexOf("worker: Creating service", StringComparison.Ordinal)));
        var worker = await SecondService.DescribeAsync("several-worker");
        Assert.That(((string?)worker["propagateTags"], (string?)worker["placementStrategy"]![0]!["type"], (string?)worker["tags"]![0]!["value"]), Is.EqualTo(("SERVICE", "spread", "mail")));
        Assert.That(which.Error, Does.Contain("has the services web, worker, mail, and this needs one of them: name it with --service=NAME."));
        var lines = status.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.That(lines.Select(line => $"{line["service"]} {line["running"]} {line["release"]!["released"] is not null}"), Is.EqualTo(Services.Select(service => $"several-{service} 1 True")));
    }

    /// <summary>Deploys, and sends the run a signal when the first service has arrived and the second is moved.</summary>
    private async Task<CommandResult> UntilTheSecondAsync(string signal)
    {
        await using var running = CommandRunner.Start(CommandOf(SecondService.Deploy));
        await running.WaitForOutputAsync("worker: Updating service", TestContext.CurrentContext.CancellationToken);
        running.SignalGroup(signal);
        var result = await running.WaitAsync(TestContext.CurrentContext.CancellationToken);
        await TestContext.Out.WriteLineAsync($"{result.Output}{result.Error}[exit code {result.ExitCode}]");
        return result;
    }

    /// <summary>Waits until all services have a revision again, and nothing else.</summary>
    private static async Task SettledAsync(int revision)
    {
        using var limit = new CancellationTokenSource(Patience);
        foreach (var service in Services)
        {
            while (!IsSettled(await SecondService.DescribeAsync($"several-{service}"))) await Task.Delay(TimeSpan.FromMilliseconds(250), limit.Token);
        }

        bool IsSettled(JsonNode service) => service["deployments"]!.AsArray() is [{ } only] && (string?)only["rolloutState"] == "COMPLETED" && ((string)service["taskDefinition"]!).EndsWith($":{revision}", StringComparison.Ordinal);
    }

    /// <summary>In a session of its own: a terminal's foreground job, to which Ctrl-C is sent as a whole.</summary>
    private Command CommandOf(IReadOnlyList<string> arguments)
    {
        var script = _copy.BuildScript(arguments);
        var variables = FailingRun.NotFromHere.ToDictionary(name => name, _ => (string?)null);
        variables["TMPDIR"] = _temporary;
        return script with { FileName = "setsid", Arguments = [script.FileName, .. script.Arguments], Environment = variables };
    }

    /// <param name="slow">The service whose new tasks are healthy after some seconds only.</param>
    private void WriteArtifacts(string release, string? slow = null)
    {
        foreach (var service in Services)
        {
            SecondService.WriteArtifacts(_copy, $"several-{service}", container =>
            {
                container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = release });
                if (service == "web") container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = _port });
                if (service != slow) return;
                container["entryPoint"] = new JsonArray("sh", "-c");
                container["command"] = new JsonArray("sleep 12 && touch /tmp/warm & exec gunicorn --bind=0.0.0.0:8000 blackbox:application");
                container["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD", "test", "-e", "/tmp/warm"), ["interval"] = 5, ["startPeriod"] = 60 };
            });
            var file = _copy.Workspace.PathOf("artifacts/local-taskdef.json");
            _copy.Write($"artifacts/{service}/local-taskdef.json", File.ReadAllText(file));
            File.Delete(file);
        }
    }
}
