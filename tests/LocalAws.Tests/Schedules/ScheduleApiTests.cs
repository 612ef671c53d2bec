using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Schedules;

public sealed class ScheduleApiTests
{
    private const string Report = "arn:aws:ecs:us-east-1:000000000000:task-definition/report:1";

    [Test]
    public async Task A_schedule_has_what_it_was_created_with_and_defaults_for_the_rest()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);

        var created = await scheduler.SucceedAsync("POST", "/schedules/nightly", SchedulerClient.Definition("cron(0 3 * * ? *)", Report));
        var found = await scheduler.SucceedAsync("GET", "/schedules/nightly?groupName=default");

        Assert.That((string?)created["ScheduleArn"], Is.EqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly"));
        found.Remove("CreationDate");
        found.Remove("LastModificationDate");
        Assert.That(found.ToJsonString(), Is.EqualTo(JsonNode.Parse("""
            {"Arn": "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly", "GroupName": "default", "Name": "nightly",
             "ScheduleExpression": "cron(0 3 * * ? *)", "ScheduleExpressionTimezone": "UTC", "State": "ENABLED", "ActionAfterCompletion": "NONE", "FlexibleTimeWindow": {"Mode": "OFF"},
             "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/local", "RoleArn": "arn:aws:iam::000000000000:role/scheduler",
               "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/report:1"},
               "RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}}}
            """)!.ToJsonString()));
    }

    [Test]
    public async Task An_update_replaces_all_so_that_what_it_leaves_out_gets_its_default()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        var definition = SchedulerClient.Definition("rate(1 day)", Report, """{"containerOverrides": []}""");
        foreach (var (member, value) in new[] { ("State", "DISABLED"), ("Description", "the report"), ("ScheduleExpressionTimezone", "Europe/London"), ("ActionAfterCompletion", "DELETE") })
            definition[member] = value;
        definition["Target"]!["EcsParameters"]!["TaskCount"] = 3;
        await scheduler.SucceedAsync("POST", "/schedules/nightly", definition);

        await scheduler.SucceedAsync("PUT", "/schedules/nightly", SchedulerClient.Definition("rate(2 days)", Report));

        var found = await scheduler.SucceedAsync("GET", "/schedules/nightly");
        Assert.That(
            $"{found["ScheduleExpression"]} {found["ScheduleExpressionTimezone"]} {found["State"]} {found["ActionAfterCompletion"]} {found["Description"]} {found["Target"]!["Input"]} {found["Target"]!["EcsParameters"]!["TaskCount"]}",
            Is.EqualTo("rate(2 days) UTC ENABLED NONE   "));
    }

    [Test]
    public async Task Schedules_are_listed_by_group_beginning_and_state_page_by_page()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        await scheduler.SucceedAsync("POST", "/schedule-groups/shop", []);
        foreach (var (name, group, state) in new[] { ("b-one", "shop", "ENABLED"), ("b-two", "shop", "DISABLED"), ("a", "shop", "ENABLED"), ("c", "default", "ENABLED") })
        {
            var definition = SchedulerClient.Definition("rate(1 day)", Report);
            (definition["GroupName"], definition["State"]) = (group, state);
            await scheduler.SucceedAsync("POST", $"/schedules/{name}", definition);
        }

        Assert.That(await NamesAsync("?ScheduleGroup=shop"), Is.EqualTo("a b-one b-two"));
        Assert.That(await NamesAsync("?NamePrefix=b"), Is.EqualTo("b-one b-two"));
        Assert.That(await NamesAsync("?State=DISABLED"), Is.EqualTo("b-two"));
        Assert.That(await NamesAsync("?MaxResults=2"), Is.EqualTo("a b-one, then 2"));
        Assert.That(await NamesAsync("?MaxResults=2&NextToken=2"), Is.EqualTo("b-two c"));
        Assert.That(await scheduler.RefusedAsync("GET", "/schedules?ScheduleGroup=none"), Is.EqualTo("404 ResourceNotFoundException: Schedule group none does not exist."));

        async Task<string> NamesAsync(string query)
        {
            var answer = await scheduler.SucceedAsync("GET", "/schedules" + query);
            return string.Join(' ', answer["Schedules"]!.AsArray().Select(schedule => (string?)schedule!["Name"])) + (answer["NextToken"] is { } token ? $", then {token}" : "");
        }
    }

    [Test]
    public async Task A_group_goes_with_its_schedules_and_the_default_one_stays()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        await scheduler.SucceedAsync("POST", "/schedule-groups/shop", new() { ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "shop" }) });
        var definition = SchedulerClient.Definition("rate(1 day)", Report);
        definition["GroupName"] = "shop";
        await scheduler.SucceedAsync("POST", "/schedules/nightly", definition);
        var arn = (string)(await scheduler.SucceedAsync("GET", "/schedule-groups/shop"))["Arn"]!;
        var tags = await scheduler.SucceedAsync("GET", $"/tags/{Uri.EscapeDataString(arn)}");

        await scheduler.SucceedAsync("DELETE", "/schedule-groups/shop");

        var groups = await scheduler.SucceedAsync("GET", "/schedule-groups");
        Assert.That(tags.ToJsonString(), Is.EqualTo("""{"Tags":[{"Key":"team","Value":"shop"}]}"""));
        Assert.That(groups["ScheduleGroups"]!.AsArray().Select(group => $"{group!["Name"]} {group["State"]}"), Is.EqualTo(new[] { "default ACTIVE" }));
        Assert.That(await scheduler.RefusedAsync("GET", "/schedules/nightly?groupName=shop"), Is.EqualTo("404 ResourceNotFoundException: Schedule group shop does not exist."));
        Assert.That(await scheduler.RefusedAsync("DELETE", "/schedule-groups/default"), Is.EqualTo("400 ValidationException: The default schedule group cannot be deleted."));
    }

    [TestCase("""{"ScheduleExpression": "every day"}""", "400 ValidationException: Invalid Schedule Expression every day.")]
    [TestCase("""{"ScheduleExpression": null}""", "400 ValidationException: 1 validation error detected: Value null at 'scheduleExpression' failed to satisfy constraint: Member must not be null")]
    [TestCase("""{"ScheduleExpressionTimezone": "Europe/Nowhere"}""", "400 ValidationException: Invalid Schedule Expression Timezone Europe/Nowhere.")]
    [TestCase("""{"State": "ON"}""", "400 ValidationException: 1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]")]
    [TestCase("""{"FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1441}}""", "400 ValidationException: 1 validation error detected: Value '1441' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value less than or equal to 1440")]
    [TestCase("""{"GroupName": "none"}""", "404 ResourceNotFoundException: Schedule group none does not exist.")]
    [TestCase("""{"KmsKeyArn": "arn:aws:kms:us-east-1:000000000000:key/1"}""", "501 NotImplemented: LocalAws does not emulate 'KmsKeyArn' of CreateSchedule; run this against AWS, or leave it out with --env=local.")]
    public async Task What_is_wrong_is_refused_with_the_code_and_the_status_of_the_model(string changes, string refusal)
    {
        await using var server = await LocalAwsServer.StartAsync();
        var definition = SchedulerClient.Definition("rate(1 day)", Report);
        foreach (var (member, value) in JsonNode.Parse(changes)!.AsObject())
            definition[member] = value?.DeepClone();

        Assert.That(await new SchedulerClient(server.Client).RefusedAsync("POST", "/schedules/nightly", definition), Is.EqualTo(refusal));
    }

    [TestCase("arn:aws:lambda:us-east-1:000000000000:function:report", null, "the target 'arn:aws:lambda:us-east-1:000000000000:function:report' of EventBridge Scheduler, which has to be a cluster of ECS in account 000000000000 and region us-east-1")]
    [TestCase("arn:aws:ecs:eu-west-2:000000000000:cluster/local", null, "the target 'arn:aws:ecs:eu-west-2:000000000000:cluster/local' of EventBridge Scheduler, which has to be a cluster of ECS in account 000000000000 and region us-east-1")]
    [TestCase("arn:aws:sqs:us-east-1:000000000000:queue", "SqsParameters", "'Target.SqsParameters' of CreateSchedule")]
    public async Task A_target_of_another_service_is_not_emulated(string arn, string? parameters, string what)
    {
        await using var server = await LocalAwsServer.StartAsync();
        var definition = SchedulerClient.Definition("rate(1 day)", Report);
        definition["Target"]!["Arn"] = arn;
        if (parameters is not null)
            definition["Target"]![parameters] = new JsonObject { ["MessageGroupId"] = "1" };

        Assert.That(
            await new SchedulerClient(server.Client).RefusedAsync("POST", "/schedules/nightly", definition),
            Is.EqualTo($"501 NotImplemented: LocalAws does not emulate {what}; run this against AWS, or leave it out with --env=local."));
    }

    [Test]
    public async Task Names_are_taken_and_free_again()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        var definition = SchedulerClient.Definition("rate(1 day)", Report);
        await scheduler.SucceedAsync("POST", "/schedules/nightly", definition);

        Assert.That(await scheduler.RefusedAsync("POST", "/schedules/nightly", definition), Is.EqualTo("409 ConflictException: Schedule nightly already exists."));
        await scheduler.SucceedAsync("DELETE", "/schedules/nightly?groupName=default&clientToken=1");
        Assert.That(await scheduler.RefusedAsync("PUT", "/schedules/nightly", definition), Is.EqualTo("404 ResourceNotFoundException: Schedule nightly does not exist."));
        Assert.That(
            await scheduler.RefusedAsync("POST", "/schedules/a%20b", definition),
            Is.EqualTo("400 ValidationException: 1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$"));
    }

    [Test]
    public async Task A_creation_that_is_repeated_with_its_token_is_answered_again()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var scheduler = new SchedulerClient(server.Client);
        var definition = SchedulerClient.Definition("rate(1 day)", Report);
        definition["ClientToken"] = "once";

        var first = await scheduler.SucceedAsync("POST", "/schedules/nightly", definition);
        var second = await scheduler.SucceedAsync("POST", "/schedules/nightly", definition);

        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
    }

    [Test]
    public async Task The_container_of_a_task_reads_schedules_and_makes_none()
    {
        await using var server = await LocalAwsServer.StartAsync();
        server.Client.DefaultRequestHeaders.Add("X-Slipway-Task", "10.0.0.2");
        var scheduler = new SchedulerClient(server.Client);

        await scheduler.SucceedAsync("GET", "/schedules");
        Assert.That(await scheduler.RefusedAsync("POST", "/schedules/nightly", SchedulerClient.Definition("rate(1 day)", Report)), Does.StartWith("403 AccessDeniedException: LocalAws does not let the container of a task call this"));
    }
}
