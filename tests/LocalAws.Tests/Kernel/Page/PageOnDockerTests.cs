using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Page;

/// <summary>Services that really run, and what they show.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PageOnDockerTests
{
    private const string Hostile = "<script>alert('x')</script>";

    [Test]
    public async Task What_users_and_containers_say_is_text_on_the_page_and_in_the_log_and_environment_values_are_not_shown()
    {
        await using var ecs = await EcsServer.StartAsync();
        var web = EcsServer.Perl("web", $"$| = 1; print \"{Hostile}\\n\"; $SIG{{TERM}} = sub {{ exit 0 }}; sleep 600", """{"environment": [{"name": "PASSWORD", "value": "only-for-the-container"}]}""");
        await ecs.ServeAsync("shop", [web]);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);
        var first = await ecs.TaskAsync("shop", _ => true);
        var id = ((string)first["taskArn"]!).Split('/')[^1];

        var (log, type) = await GetAsync(ecs, $"/_slipway/container-log/{id}/web");
        await ecs.CallAsync("StopTask", $$"""{"cluster": "local", "task": "{{id}}", "reason": "{{Hostile}}"}""");
        await ecs.TaskAsync("shop", EcsServer.IsStopped);
        var (page, _) = await GetAsync(ecs, "/");

        Assert.That((log, type), Is.EqualTo(($"{Hostile}\n", "text/plain; charset=utf-8")));
        Assert.That(page, Does.Contain("UserInitiated: &lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;").And.Not.Contain("<script>alert"));
        Assert.That(page, Does.Contain("<h3>shop</h3>").And.Contain("<span class=\"quiet\">cluster local · shop:1</span>").And.Contain("(service shop) has started 1 tasks"));
        Assert.That(page, Does.Contain("<code title=\"debian:bookworm-slim\">debian:bookworm-slim</code>").And.Contain($"<a href=\"/_slipway/container-log/{id}/web\">log</a>"));
        Assert.That(page, Does.Not.Contain("only-for-the-container").And.Not.Contain("PASSWORD"));
    }

    [Test]
    public async Task A_release_that_fails_is_marked_with_its_exit_code_and_reason()
    {
        // On a busy machine the container may run for longer than a second, which would count as healthy.
        var patient = new EcsSettings { StabilityTime = TimeSpan.FromMinutes(5) };
        await using var ecs = await EcsServer.StartAsync(configure: services => services.AddSingleton(patient));
        await ecs.ServeAsync("shop", [EcsServer.Perl("web", "print STDERR \"no database\\n\"; exit 3")]);
        var task = await ecs.TaskAsync("shop", EcsServer.IsStopped);
        var id = ((string)task["taskArn"]!).Split('/')[^1];

        var (page, _) = await GetAsync(ecs, "/");
        var (log, _) = await GetAsync(ecs, $"/_slipway/container-log/{id}/web");

        Assert.That(page, Does.Contain("<span class=\"state bad\">tasks fail</span>").And.Contain("<span class=\"state bad\">STOPPED, exit code 3</span>"));
        Assert.That(page, Does.Contain("EssentialContainerExited: Essential container in task exited"));
        Assert.That(log, Is.EqualTo("no database\n"));
    }

    [Test]
    public async Task A_deployment_that_is_paused_says_where_and_what_ends_that()
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.RegisterAsync("shop", [EcsServer.Perl("web", "exit 0")]);
        await ecs.CallAsync("CreateService", """
            {"cluster": "local", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 0,
             "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "CONTINUE"}}]} }
            """);
        var listed = await ecs.CallAsync("ListServiceDeployments", """{"cluster": "local", "service": "shop"}""");
        var arn = (string)listed["serviceDeployments"]![0]!["serviceDeploymentArn"]!;
        var described = await Eventually.GetAsync(
            () => ecs.CallAsync("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{arn}}"]}"""),
            answer => answer["serviceDeployments"]![0]!["lifecycleHookDetails"]?.AsArray().Count > 0);
        var hook = (string)described["serviceDeployments"]![0]!["lifecycleHookDetails"]![0]!["hookId"]!;

        var (page, _) = await GetAsync(ecs, "/");
        await ecs.CallAsync("ContinueServiceDeployment", $$"""{"serviceDeploymentArn": "{{arn}}", "hookId": "{{hook}}"}""");

        Assert.That(page, Does.Contain("<span class=\"state busy\">paused</span>").And.Match(">Paused at PRE_SCALE_UP since <time [^>]*>[0-9:]{8}</time> until <time [^>]*>[0-9:]{8}</time>, when ECS continues it\\."));
        Assert.That(page, Does.Contain($"<code>aws ecs continue-service-deployment --service-deployment-arn {arn} --hook-id {hook} --action CONTINUE</code>"));
        await Eventually.GetAsync(async () => (await GetAsync(ecs, "/")).Content, after => !after.Contains("Paused at", StringComparison.Ordinal));
    }

    [TestCase("/_slipway/container-log/0123/web", "There is no container-log of '0123/web' any more.\n")]
    [TestCase("/_slipway/container-log/0123", "There is no container-log of '0123' any more.\n")]
    public async Task There_are_logs_of_the_containers_of_tasks_only(string path, string answer)
    {
        await using var ecs = await EcsServer.StartAsync();

        using var response = await ecs.Server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That((response.StatusCode, await response.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.NotFound, answer)));
    }

    [Test]
    public async Task The_log_tells_of_calls_refusals_and_what_the_scheduler_did()
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.ServeAsync("shop", [EcsServer.Perl("web", "exit 3")]);
        // The log keeps its newest lines: each call that asked for the task would be one of them.
        await Eventually.GetAsync(async () => (await GetAsync(ecs, "/_slipway/log")).Content, log => log.Contains(" is STOPPED ", StringComparison.Ordinal));
        await ecs.Aws.RunAsync("ecs", "update-service", "--cluster", "local", "--service", "absent");

        var (log, _) = await GetAsync(ecs, "/_slipway/log");

        var lines = log.Split('\n').Select(line => line.Length > 10 ? line[10..] : line).ToList();
        Assert.That(lines, Has.Some.Match("^ecs             CreateCluster  200, \\d+ ms$"));
        Assert.That(lines, Has.Some.EqualTo("ecs             UpdateService  refused: ServiceNotFoundException: Service not found."));
        Assert.That(lines, Has.Some.Match("^ecs             \\(service shop\\) has started 1 tasks: \\(task [0-9a-f]{32}\\)\\.$"));
        Assert.That(lines, Has.Some.Match("^ecs             task [0-9a-f]{8} of service:shop is STOPPED \\(EssentialContainerExited: Essential container in task exited; web: exit code 3\\)$"));
    }

    private static async Task<(string Content, string Type)> GetAsync(EcsServer ecs, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var response = await ecs.Server.Client.SendAsync(request);
        return (await response.Content.ReadAsStringAsync(), $"{response.Content.Headers.ContentType}");
    }
}
