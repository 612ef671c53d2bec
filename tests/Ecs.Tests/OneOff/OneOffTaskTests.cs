using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.OneOff;

public sealed class OneOffTaskTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";
    private const string Arn = $"arn:aws:ecs:eu-west-2:111122223333:task/shop/{Id}";
    private const string Empty = "{'events':[],'nextForwardToken':'f/1'}";

    private static readonly OneOffRequest Migrate = new("shop", "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7", "app", ["php", "artisan", "migrate all"])
    {
        Placement = new() { ["launchType"] = "FARGATE" },
        Tags = new Dictionary<string, string> { ["slipway:environment"] = "staging" },
    };

    private readonly List<string> _said = [];
    private ManualTimeProvider _time = new();

    [SetUp]
    public void Forget()
    {
        _said.Clear();
        _time = new();
    }

    [Test]
    public async Task The_command_runs_in_its_container_where_it_was_placed_and_its_lines_come_with_its_exit_code()
    {
        using var fake = Fake()
            .On("DescribeTasks", Task("PROVISIONING"), Task("RUNNING"), Task("RUNNING"), Stopped(0))
            .On(
                "GetLogEvents",
                AwsAnswer.Refusal("ResourceNotFoundException", "The specified log stream does not exist."),
                Events("f/1", "migrating"),
                AwsAnswer.Ok(Empty),
                Events("f/2", "migrated"),
                AwsAnswer.Ok("{'events':[],'nextForwardToken':'f/2'}"),
                Events("f/3", "done"),
                AwsAnswer.Ok("{'events':[],'nextForwardToken':'f/3'}"));

        var result = await RunAsync(fake, Migrate);

        Assert.That(result, Is.EqualTo(new OneOffResult(
            Arn, 0, "EssentialContainerExited", "Essential container in task exited", DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(110))));
        Assert.That(_said, Is.EqualTo(new[]
        {
            $"Started task {Id} of shop:7: container 'app' runs: php artisan 'migrate all'", "Task 01234567 is PROVISIONING", "app: migrating", "Task 01234567 is RUNNING", "app: migrated",
            "app: done", "Task 01234567 is STOPPED",
        }));
        var sent = fake.DocumentsTo("RunTask").Single();
        Assert.That((string?)sent["clientToken"], Has.Length.EqualTo(32));
        sent.Remove("clientToken");
        Assert.That(sent.ToJsonString(), Is.EqualTo(
            """{"launchType":"FARGATE","cluster":"shop","taskDefinition":"arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7","count":1,"startedBy":"slipway","overrides":{"containerOverrides":[{"name":"app","command":["php","artisan","migrate all"]}]},"tags":[{"key":"slipway:environment","value":"staging"}]}"""));
        Assert.That(_time.Waits.Take(4).Select(wait => wait.TotalSeconds), Is.EqualTo(new[] { 1, 1.5, 2.25, 1 }));
    }

    [Test]
    public async Task An_exit_code_other_than_zero_is_the_commands_own()
    {
        using var fake = Fake().On("DescribeTasks", Stopped(3));

        var result = await RunAsync(fake, Migrate);

        Assert.That((result.ExitCode, result.Succeeded, result.Reason), Is.EqualTo(((int?)3, false, "Essential container in task exited")));
    }

    [Test]
    public async Task A_container_that_never_ran_has_no_exit_code_and_the_reason_of_ECS()
    {
        using var fake = Fake().On("DescribeTasks", AwsAnswer.Ok(
            $"{{'tasks':[{{'taskArn':'{Arn}','lastStatus':'STOPPED','stopCode':'TaskFailedToStart','stoppedReason':'Task failed to start','containers':[{{'name':'app','reason':'CannotPullContainerError: not found'}}]}}]}}"));

        var result = await RunAsync(fake, Migrate);

        Assert.That(result, Is.EqualTo(new OneOffResult(Arn, null, "TaskFailedToStart", "Task failed to start; container app: CannotPullContainerError: not found", null, null)));
    }

    [Test]
    public async Task A_task_for_which_there_is_no_room_says_of_what_there_is_too_little()
    {
        using var fake = Fake().On("RunTask", AwsAnswer.Ok("{'tasks':[],'failures':[{'arn':'arn:aws:ecs:eu-west-2:1:container-instance/shop/i1','reason':'RESOURCE:MEMORY'}]}"));

        var result = await RunAsync(fake, Migrate);

        Assert.That(result, Is.EqualTo(new OneOffResult(null, null, null, "RESOURCE:MEMORY on i1", null, null)));
    }

    [Test]
    public async Task A_container_that_is_not_there_is_told_before_anything_is_started()
    {
        using var fake = Fake();

        var error = await Assert.ThrowsAsync<TaskDefinitionException>(() => RunAsync(fake, Migrate with { Container = "apache" }));

        Assert.That(error!.Message, Is.EqualTo("Task definition 'arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7' has no container 'apache'; it has app."));
        Assert.That(fake.DocumentsTo("RunTask"), Is.Empty);
    }

    [Test]
    public async Task A_command_whose_time_is_over_is_stopped_and_followed_to_its_end()
    {
        using var fake = Fake().On("DescribeTasks", Task("RUNNING"), Task("RUNNING"), Task("RUNNING"), Stopped(143));

        var result = await RunAsync(fake, Migrate with { Timeout = TimeSpan.FromSeconds(2) });

        Assert.That((result.ExitCode, result.TimedOut, result.Succeeded), Is.EqualTo(((int?)143, true, false)));
        Assert.That(fake.DocumentsTo("StopTask").Single().ToJsonString(), Is.EqualTo($$"""{"cluster":"shop","task":"{{Arn}}","reason":"Not done after 2 s"}"""));
        Assert.That(_said, Does.Contain($"Not done after 2 s: stopping task {Id}"));
    }

    [Test]
    public async Task A_cancellation_stops_the_task()
    {
        using var cancelled = new CancellationTokenSource();
        using var fake = Fake().On("DescribeTasks", _ =>
        {
            cancelled.Cancel();
            return Task("RUNNING");
        });

        await Assert.CatchAsync<OperationCanceledException>(() => RunAsync(fake, Migrate, cancellation: cancelled.Token));

        Assert.That(fake.DocumentsTo("StopTask").Single().ToJsonString(), Is.EqualTo($$"""{"cluster":"shop","task":"{{Arn}}","reason":"Cancelled by who started it"}"""));
        Assert.That(_said[^1], Is.EqualTo($"Cancelled by who started it: stopping task {Id}"));
    }

    [Test]
    public async Task A_cancellation_while_the_task_is_being_started_stops_it_too()
    {
        using var cancelled = new CancellationTokenSource();
        using var fake = Fake().On("RunTask", _ =>
        {
            cancelled.Cancel();
            return AwsAnswer.Ok($"{{'tasks':[{{'taskArn':'{Arn}'}}]}}");
        });

        await Assert.CatchAsync<OperationCanceledException>(() => RunAsync(fake, Migrate, cancellation: cancelled.Token));

        Assert.That(fake.DocumentsTo("StopTask"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_bad_moment_of_AWS_does_not_end_the_waiting()
    {
        using var fake = Fake().On("DescribeTasks", Task("RUNNING"), AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"), Stopped(0));

        var result = await RunAsync(fake, Migrate, attempts: 1);

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_said, Has.One.StartsWith("Asking again: ECS DescribeTasks failed: ThrottlingException"));
    }

    [Test]
    public async Task A_start_that_ECS_never_answers_for_may_have_begun_and_that_is_said()
    {
        using var fake = Fake().On("RunTask", AwsAnswer.Refusal("ServerException", "Service Unavailable.", System.Net.HttpStatusCode.InternalServerError));

        var error = await Assert.ThrowsAsync<OneOffException>(() => RunAsync(fake, Migrate, attempts: 2));

        Assert.That(error!.Message, Is.EqualTo(
            $"It cannot be told whether the task was started. ECS RunTask failed: ServerException (HTTP 500, request {AwsAnswer.RequestId}, 2 attempts): Service Unavailable. "
            + "Look for it before the command is run again: aws ecs list-tasks --started-by slipway"));
        Assert.That(fake.DocumentsTo("RunTask").Select(request => (string?)request["clientToken"]).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_command_without_a_log_says_so_and_runs()
    {
        using var fake = Fake("""{"name":"app"}""").On("DescribeTasks", Stopped(0));

        var result = await RunAsync(fake, Migrate);

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_said[0], Is.EqualTo("Container 'app' has no 'logConfiguration': its lines stay on the machine that it runs on. Give it the log driver 'awslogs' to see them here."));
    }

    private Task<OneOffResult> RunAsync(FakeAws fake, OneOffRequest request, int attempts = 3, CancellationToken cancellation = default) =>
        _time.RunAsync(RunCoreAsync(fake, request, attempts, cancellation), TimeSpan.FromSeconds(6));

    private async Task<OneOffResult> RunCoreAsync(FakeAws fake, OneOffRequest request, int attempts, CancellationToken cancellation)
    {
        var settings = new AwsSettings { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = attempts } };
        using var clients = AwsClients.Create(settings, fake);
        return await new OneOffTask(clients.Ecs, clients.LogsIn, _time, new Lister(_said), new Lines(_said)).RunAsync(request, cancellation);
    }

    private static FakeAws Fake(string container = """{"name":"app","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/shop","awslogs-stream-prefix":"web"}}}""") => new FakeAws()
        .On("DescribeTaskDefinition", AwsAnswer.Ok($$$"""{"taskDefinition":{"taskDefinitionArn":"shop:7","containerDefinitions":[{{{container}}}]}}"""))
        .On("RunTask", AwsAnswer.Ok($"{{'tasks':[{{'taskArn':'{Arn}'}}],'failures':[]}}"))
        .On("StopTask", AwsAnswer.Ok($"{{'task':{{'taskArn':'{Arn}'}}}}"))
        .On("GetLogEvents", AwsAnswer.Ok(Empty));

    private static AwsAnswer Task(string status) => AwsAnswer.Ok($"{{'tasks':[{{'taskArn':'{Arn}','lastStatus':'{status}','containers':[{{'name':'app'}}]}}]}}");

    private static AwsAnswer Stopped(int exitCode) => AwsAnswer.Ok(
        $"{{'tasks':[{{'taskArn':'{Arn}','lastStatus':'STOPPED','stopCode':'EssentialContainerExited','stoppedReason':'Essential container in task exited','startedAt':100,'stoppedAt':110,'containers':[{{'name':'app','exitCode':{exitCode}}}]}}]}}");

    private static AwsAnswer Events(string next, params string[] messages) => AwsAnswer.Ok(new JsonObject
    {
        ["events"] = new JsonArray([.. messages.Select((message, index) => new JsonObject { ["timestamp"] = index, ["message"] = message })]),
        ["nextForwardToken"] = next,
    });

    private sealed class Lines(List<string> said) : IProgress<LogLine>
    {
        public void Report(LogLine value) => said.Add($"{value.Container}: {value.Message}");
    }
}
