using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A schedule goes with its service: created by the first release, brought to the second one, and left alone, or back, when a release fails.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SchedulesTests
{
    private const string Name = "scheduled";
    private const string Answers = "/health\", timeout";
    private const string AnswersNot = "/nowhere\", timeout";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private RehearsalCopy _copy = null!;
    private int _port;

    private string Schedule => $"{_copy.Application}-local-often";

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        _port = LoopbackPort.Claim();
        _copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {Name}\n      taskDefinition: taskdefs/{Name}.json\n");
        _copy.Replace("slipway.yml", $"verify: {{ url: \"{_copy.Page}\" }}", $"verify: {{ url: \"http://127.0.0.1:{_port}{Answers}: 5s }}");
        _copy.Replace("slipway.yml", _copy.Scale, $$"""
                  loadBalancer: { container: blackbox, port: 8000, listener: {{_port}}, healthCheck: /health }
                  schedules:
                    often: { expression: rate(1 day), group: reports, command: [sh, -c, 'echo "a report of $RELEASE"'] }

            """);
        var definition = JsonNode.Parse(File.ReadAllText(_copy.Workspace.PathOf("taskdefs/local-taskdef.json")))!;
        definition["family"] = Name;
        definition["containerDefinitions"] = new JsonArray(definition["containerDefinitions"]!.AsArray().Single(container => (string?)container!["name"] == "blackbox")!.DeepClone());
        definition["containerDefinitions"]![0]!["portMappings"] = Ports();
        _copy.Write($"taskdefs/{Name}.json", definition.ToJsonString());
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await SecondService.DeleteAsync(Name);
        if (_copy is null) return;
        using var aws = _copy.Calls();
        await aws.SchedulerAsync(HttpMethod.Delete, $"schedules/{Schedule}?groupName=reports");
        await _copy.DisposeAsync();
    }

    [Test]
    public async Task A_schedule_runs_what_its_service_runs_and_no_release_that_fails()
    {
        Prepare("1");
        var created = await _copy.RunAsync(SecondService.Deploy);
        var fired = await StartedAsync();
        await DescribeByHandAsync();
        Prepare("2");
        var updated = await _copy.RunAsync(SecondService.Deploy);
        var afterUpdate = await ScheduleAsync();
        var now = await _copy.RunAsync("--target=Run", "--env=local", "--schedule=often", "--output=json", "--verbosity=quiet");
        Prepare("3");
        _copy.Replace("slipway.yml", Answers, AnswersNot);
        var unverified = await _copy.RunAsync(SecondService.Deploy);
        var afterFailure = await ScheduleAsync();
        var status = await _copy.RunAsync("--target=Status", "--env=local");
        _copy.Replace("slipway.yml", AnswersNot, Answers);
        var back = await _copy.RunAsync("--target=Rollback", "--env=local", $"--to={Name}:1");
        var afterRollback = await ScheduleAsync();

        Assert.That((created.ExitCode, updated.ExitCode, now.ExitCode, unverified.ExitCode, status.ExitCode), Is.EqualTo((0, 0, 0, 7, 0)));
        Assert.That(created.Output, Does.Contain($"Created schedule 'often' ({Schedule}), rate(1 day): it runs {Name}:1"));
        Assert.That((Revision((string)fired["taskDefinitionArn"]!), (string?)fired["overrides"]!["containerOverrides"]![0]!["command"]![2]), Is.EqualTo(($"{Name}:1", "echo \"a report of $RELEASE\"")));
        Assert.That(updated.Output, Does.Contain($"Schedule 'often' ({Schedule}) runs {Name}:2 now, before {Name}:1"));
        Assert.That((RunsOf(afterUpdate), (string?)afterUpdate["Description"]), Is.EqualTo(($"{Name}:2", "by hand")));
        Assert.That(now.Output, Does.Contain("a report of 2"));
        Assert.That((RunsOf(afterFailure), status.Output.Contains($"Service '{Name}' runs {Name}:3: the schedule runs another revision.", StringComparison.Ordinal)), Is.EqualTo(($"{Name}:2", true)));
        Assert.That((back.ExitCode, RunsOf(afterRollback), (string?)afterRollback["Description"]), Is.EqualTo((0, $"{Name}:1", "by hand")), back.Output + back.Error);
    }

    private void Prepare(string release) => SecondService.WriteArtifacts(_copy, Name, container =>
    {
        container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = release });
        container["portMappings"] = Ports();
    });

    /// <summary>Any port of the machine, so that a task of the schedule has room beside the service's.</summary>
    private static JsonArray Ports() => new(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = 0 });

    /// <summary>The task that the schedule has started by itself.</summary>
    private async Task<JsonNode> StartedAsync()
    {
        using var aws = _copy.Calls();
        var startedBy = $"chronos-schedule/{Schedule}";
        for (var end = DateTimeOffset.UtcNow + Patience; ; await Task.Delay(250))
        {
            foreach (var status in new[] { "RUNNING", "STOPPED" })
            {
                var listed = await aws.EcsAsync("ListTasks", new() { ["cluster"] = "local", ["desiredStatus"] = status, ["startedBy"] = startedBy[..Math.Min(36, startedBy.Length)] });
                if (listed["taskArns"]!.AsArray() is [{ } arn, ..]) return (await aws.EcsAsync("DescribeTasks", new() { ["cluster"] = "local", ["tasks"] = new JsonArray(arn.DeepClone()) }))["tasks"]![0]!;
            }

            Assert.That(DateTimeOffset.UtcNow, Is.LessThan(end), "the schedule has started nothing");
        }
    }

    /// <summary>Sets something that slipway.yml does not know.</summary>
    private async Task DescribeByHandAsync()
    {
        using var aws = _copy.Calls();
        var schedule = (await ScheduleAsync()).AsObject();
        schedule["Description"] = "by hand";
        await aws.SchedulerAsync(HttpMethod.Put, $"schedules/{Schedule}", schedule);
    }

    private async Task<JsonNode> ScheduleAsync()
    {
        using var aws = _copy.Calls();
        return await aws.SchedulerAsync(HttpMethod.Get, $"schedules/{Schedule}?groupName=reports");
    }

    private static string RunsOf(JsonNode schedule) => Revision((string)schedule["Target"]!["EcsParameters"]!["TaskDefinitionArn"]!);

    private static string Revision(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
