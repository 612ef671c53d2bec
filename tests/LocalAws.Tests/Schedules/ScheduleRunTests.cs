using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Hosting;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Schedules;

/// <summary>What schedules start, and when, by a clock that a test sets. The image of their tasks is not there, so that nothing runs for long.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScheduleRunTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113.";

    private const string Report = """{"family": "report", "containerDefinitions": [{"name": "app", "image": "127.0.0.1:1/none", "memory": 64}]}""";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task A_rate_starts_a_task_when_it_is_created_and_after_each_period()
    {
        await using var server = await StartAsync();
        var scheduler = new SchedulerClient(server.Client);

        await scheduler.SucceedAsync("POST", "/schedules/often", SchedulerClient.Definition("rate(5 minutes)", "report"));
        await StartedAsync(server, "often", 1);
        _time.Advance(4 * Minute);
        _time.Advance(Minute);

        var tasks = await StartedAsync(server, "often", 2);
        Assert.That(
            tasks.Select(task => $"{task["startedBy"]} {((string)task["taskDefinitionArn"]!).Split('/')[^1]} {TimeOf(task)}").Order(),
            Is.EqualTo(new[] { "chronos-schedule/often report:1 09:00:00", "chronos-schedule/often report:1 09:05:00" }));
    }

    [Test]
    public async Task A_task_is_started_as_the_target_says()
    {
        await using var server = await StartAsync();
        const string Input = """{"containerOverrides": [{"name": "app", "command": ["report", "<aws.scheduler.scheduled-time>", "<aws.scheduler.schedule-arn>"], "environment": [{"name": "TRY", "value": "<aws.scheduler.attempt-number>"}]}]}""";
        var definition = SchedulerClient.Definition("at(2026-03-02T10:00:00)", "report", Input);
        var parameters = definition["Target"]!["EcsParameters"]!;
        (parameters["TaskCount"], parameters["Group"], parameters["LaunchType"]) = (2, "reports", "EC2");
        parameters["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "shop" });
        await new SchedulerClient(server.Client).SucceedAsync("POST", "/schedules/a-name-that-is-longer-than-ecs-takes", definition);

        _time.Advance(60 * Minute);

        var tasks = await StartedAsync(server, "a-name-that-is-long", 2);
        var overrides = tasks[0]["overrides"]!["containerOverrides"]![0]!;
        Assert.That(
            $"{tasks[0]["startedBy"]} {tasks[0]["group"]} {tasks[0]["launchType"]} {tasks[0]["tags"]!.ToJsonString()} {string.Join(' ', overrides["command"]!.AsArray())} {overrides["environment"]![0]!["value"]}",
            Is.EqualTo("""chronos-schedule/a-name-that-is-long reports EC2 [{"key":"team","value":"shop"}] report 2026-03-02T10:00:00Z arn:aws:scheduler:us-east-1:000000000000:schedule/default/a-name-that-is-longer-than-ecs-takes 1"""));
    }

    [Test]
    public async Task The_time_of_schedules_goes_faster_where_a_minute_is_shorter()
    {
        await using var server = await StartAsync(options => options with { Minute = TimeSpan.FromSeconds(1) });
        // It is 9:00: 18 hours are 1,080 seconds.
        await new SchedulerClient(server.Client).SucceedAsync("POST", "/schedules/nightly", SchedulerClient.Definition("cron(0 3 * * ? *)", "report"));

        _time.Advance(TimeSpan.FromSeconds(1079));
        _time.Advance(TimeSpan.FromSeconds(1));

        var tasks = await StartedAsync(server, "nightly", 1);
        Assert.That(TimeOf(tasks[0]), Is.EqualTo("09:18:00"));
    }

    [Test]
    public async Task A_schedule_that_is_disabled_starts_nothing_and_one_that_is_changed_starts_what_it_names_now()
    {
        await using var server = await StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        var definition = SchedulerClient.Definition("rate(1 hour)", "report");
        definition["State"] = "DISABLED";
        await scheduler.SucceedAsync("POST", "/schedules/hourly", definition);
        _time.Advance(60 * Minute);
        await server.Client.SucceedAsync(Ecs + "RegisterTaskDefinition", Report);

        await scheduler.SucceedAsync("PUT", "/schedules/hourly", SchedulerClient.Definition("rate(1 hour)", "report:2"));
        _time.Advance(60 * Minute);

        var tasks = await StartedAsync(server, "hourly", 1);
        Assert.That($"{((string)tasks[0]["taskDefinitionArn"]!).Split('/')[^1]} {TimeOf(tasks[0])}", Is.EqualTo("report:2 11:00:00"));
    }

    [Test]
    public async Task A_schedule_that_is_over_goes_where_it_should()
    {
        await using var server = await StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        var once = SchedulerClient.Definition("at(2026-03-02T09:10:00)", "report");
        once["ActionAfterCompletion"] = "DELETE";
        await scheduler.SucceedAsync("POST", "/schedules/once", once);
        await scheduler.SucceedAsync("POST", "/schedules/kept", SchedulerClient.Definition("at(2026-03-02T09:10:00)", "report"));

        _time.Advance(10 * Minute);
        await StartedAsync(server, "once", 1);
        await StartedAsync(server, "kept", 1);

        var left = await Eventually.GetAsync(
            async () => string.Join(' ', (await scheduler.SucceedAsync("GET", "/schedules"))["Schedules"]!.AsArray().Select(schedule => (string?)schedule!["Name"])), names => names == "kept");
        Assert.That(left, Is.EqualTo("kept"));
    }

    [Test]
    public async Task What_ECS_refuses_is_tried_again_and_shown()
    {
        await using var server = await StartAsync();
        await new SchedulerClient(server.Client).SucceedAsync("POST", "/schedules/often", SchedulerClient.Definition("rate(1 day)", "later"));
        await PageAsync(server, page => page.Contains("ClientException: TaskDefinition not found.", StringComparison.Ordinal));
        await server.Client.SucceedAsync(Ecs + "RegisterTaskDefinition", Report.Replace("report", "later", StringComparison.Ordinal));

        await _time.RunAsync(StartedAsync(server, "often", 1), TimeSpan.FromMinutes(10));

        await PageAsync(server, page => page.Contains("STARTED", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_schedule_and_its_last_run_are_on_the_page_and_survive_a_restart()
    {
        var server = await StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        await scheduler.SucceedAsync("POST", "/schedules/nightly", SchedulerClient.Definition("cron(0 3 * * ? *)", "report"));
        _time.Advance(18 * 60 * Minute);
        var task = ((string)(await StartedAsync(server, "nightly", 1))[0]["taskArn"]!).Split('/')[^1];
        await PageAsync(server, page => page.Contains("cron(0 3 * * ? *)", StringComparison.Ordinal) && page.Contains(task, StringComparison.Ordinal));

        await server.Application.StopAsync();
        await server.Application.DisposeAsync();
        await using var again = LocalAwsApplication.Create(server.Options, Configure);
        await again.StartAsync();
        using var client = new HttpClient { BaseAddress = new(again.Urls.First(url => !url.EndsWith(server.Options.RegistryHost, StringComparison.Ordinal))) };

        var found = await new SchedulerClient(client).SucceedAsync("GET", "/schedules/nightly");
        Assert.That($"{found["ScheduleExpression"]} {found["State"]}", Is.EqualTo("cron(0 3 * * ? *) ENABLED"));
        Assert.That(await PageAsync(client), Does.Contain(task));
        await again.StopAsync();
        Directory.Delete(server.Options.StateDirectory, recursive: true);
    }

    private async Task<LocalAwsServer> StartAsync(Func<LocalAwsOptions, LocalAwsOptions>? change = null)
    {
        var server = await LocalAwsServer.StartAsync(change, Configure);
        await server.Client.SucceedAsync(Ecs + "CreateCluster", """{"clusterName": "local"}""");
        await server.Client.SucceedAsync(Ecs + "RegisterTaskDefinition", Report);
        return server;
    }

    private void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time);

    private static Task<IReadOnlyList<JsonNode>> StartedAsync(LocalAwsServer server, string schedule, int count) =>
        Eventually.GetAsync(() => TasksAsync(server, schedule), tasks => tasks.Count == count);

    /// <summary>When it was, by the test's clock: hours and minutes.</summary>
    private static string TimeOf(JsonNode task) => DateTimeOffset.FromUnixTimeMilliseconds((long)((decimal)task["createdAt"]! * 1000)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<JsonNode>> TasksAsync(LocalAwsServer server, string schedule)
    {
        var arns = new JsonArray();
        foreach (var status in new[] { "RUNNING", "STOPPED" })
        {
            var listed = await server.Client.SucceedAsync(Ecs + "ListTasks", $$"""{"cluster": "local", "startedBy": "chronos-schedule/{{schedule}}", "desiredStatus": "{{status}}"}""");
            foreach (var arn in listed["taskArns"]!.AsArray())
                arns.Add(arn!.DeepClone());
        }

        if (arns.Count == 0)
            return [];
        var answer = await server.Client.SucceedAsync(Ecs + "DescribeTasks", $$"""{"cluster": "local", "tasks": {{arns.ToJsonString()}}, "include": ["TAGS"]}""");
        return [.. answer["tasks"]!.AsArray().Select(task => task!)];
    }

    private static Task<string> PageAsync(LocalAwsServer server, Func<string, bool> isThere) => Eventually.GetAsync(() => PageAsync(server.Client), isThere);

    private static async Task<string> PageAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
