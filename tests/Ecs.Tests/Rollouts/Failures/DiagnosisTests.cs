using Slipway.Ecs.Rollouts.Failures;

namespace Slipway.Ecs.Tests.Rollouts.Failures;

/// <summary>What ECS, its agent, Docker and load balancers say, and the cause that is named first for it.</summary>
public sealed class DiagnosisTests
{
    [TestCase("image-not-found", "TaskFailedToStart", "CannotPullContainerError: Error response from daemon: manifest for 1.dkr.ecr.eu-west-2.amazonaws.com/app:9 not found: manifest unknown: Requested image not found")]
    [TestCase("image-not-found", "TaskFailedToStart", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 1.dkr.ecr.eu-west-2.amazonaws.com/app:9: not found")]
    [TestCase("image-no-permission", "TaskFailedToStart", "CannotPullContainerError: pull access denied for app, repository does not allow it: denied: User is not authorized")]
    [TestCase("image-rate-limit", "TaskFailedToStart", "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit.")]
    [TestCase("registry-unreachable", "TaskFailedToStart", "ResourceInitializationError: unable to pull registry auth: dial tcp 10.0.0.1:443: i/o timeout")]
    [TestCase("image-platform", "TaskFailedToStart", "CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries")]
    [TestCase("image-platform", "TaskFailedToStart", "CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'")]
    [TestCase("environment-file", "TaskFailedToStart", "ResourceInitializationError: failed to download env files: file download command: non empty error stream")]
    [TestCase("secret", "TaskFailedToStart", "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.")]
    [TestCase("log-group", "TaskFailedToStart", "CannotStartContainerError: failed to initialize logging driver: ResourceNotFoundException: The specified log group does not exist.")]
    [TestCase("role", "TaskFailedToStart", "ECS was unable to assume the role 'arn:aws:iam::1:role/app' that was provided for this task.")]
    [TestCase("network", "TaskFailedToStart", "RESOURCE:ENI")]
    [TestCase("port-in-use", "TaskFailedToStart", "CannotStartContainerError: driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated")]
    [TestCase("command-not-found", "TaskFailedToStart", "CannotStartContainerError: exec: \"serve\": executable file not found in $PATH")]
    [TestCase("command-not-executable", "TaskFailedToStart", "CannotStartContainerError: exec: \"/serve\": permission denied")]
    [TestCase("agent", "TaskFailedToStart", "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s")]
    [TestCase("volume", "TaskFailedToStart", "CannotCreateVolumeError: EFS file system does not answer")]
    [TestCase("disk-full", "TaskFailedToStart", "CannotPullContainerError: write /var/lib/docker/tmp: no space left on device")]
    [TestCase("instance-gone", "TerminationNotice", "Your Spot Task was interrupted.")]
    [TestCase("dependency-unhealthy", "EssentialContainerExited", "Container app could not start because its dependency blackbox did not become HEALTHY")]
    public void What_a_task_says_of_its_end(string cause, string stopCode, string reason) => Assert.That(First(Task(stopCode, reason)), Is.EqualTo(cause));

    [TestCase("out-of-memory", 137, "OutOfMemoryError: Container killed due to memory usage")]
    [TestCase("command-not-found", 127, "")]
    [TestCase("command-not-executable", 126, "")]
    [TestCase("killed", 137, "")]
    [TestCase("killed", 139, "")]
    [TestCase("ends-at-once", 0, "")]
    [TestCase("exits", 1, "")]
    [TestCase("exits", 78, "")]
    public void What_a_container_ended_with(string cause, int exitCode, string reason) =>
        Assert.That(First(Task("EssentialContainerExited", "Essential container in task exited", new StoppedContainer("app", exitCode, reason, IsUnhealthy: false))), Is.EqualTo(cause));

    [TestCase("image-platform", "exec /usr/local/bin/docker-entrypoint.sh: exec format error")]
    [TestCase("needs-unreachable", "SQLSTATE[HY000] [2002] Connection refused")]
    [TestCase("name-unknown", "nginx: [emerg] host not found in upstream \"app\" in /etc/nginx/nginx.conf:39")]
    [TestCase("name-unknown", "SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for mysql failed: Temporary failure in name resolution")]
    [TestCase("name-unknown", "Error: getaddrinfo ENOTFOUND cache")]
    [TestCase("port-shared", "OSError: [Errno 98] Address already in use")]
    [TestCase("port-shared", "[2026-03-02 09:00:00 +0000] [1] [ERROR] Connection in use: ('0.0.0.0', 8000)")]
    [TestCase("port-shared", "Web server failed to start. Port 8080 was already in use.")]
    [TestCase("port-shared", "Error: listen EADDRINUSE: address already in use :::8000")]
    [TestCase("exits", "ModuleNotFoundError: No module named 'shop'")]
    [TestCase("exits", "System.IO.FileNotFoundException: settings.json")]
    public void A_log_that_says_what_the_application_missed_goes_before_its_exit_code(string cause, string line)
    {
        var facts = Facts(Task("EssentialContainerExited", "Essential container in task exited", new StoppedContainer("app", 1, "", IsUnhealthy: false))) with
        {
            Logs = new Dictionary<string, IReadOnlyList<string>> { ["app"] = ["starting", line] },
        };

        Assert.That(Diagnosis.Rank(facts)[0].Id, Is.EqualTo(cause));
    }

    [TestCase("health-check", "Task failed container health checks")]
    [TestCase("target-no-answer", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/a/1): Request timed out")]
    [TestCase("target-wrong-status", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/a/1): Health checks failed with these codes: [502]")]
    [TestCase("target-unhealthy", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/a/1)")]
    public void A_task_that_the_scheduler_stopped_for_its_health(string cause, string reason) => Assert.That(First(Task("ServiceSchedulerInitiated", reason)), Is.EqualTo(cause));

    [TestCase("target-no-answer", "Health checks failed")]
    [TestCase("target-no-answer", "Request timed out")]
    [TestCase("target-wrong-status", "Health checks failed with these codes: [404]")]
    public void Why_the_load_balancer_failed_a_task_is_in_an_event(string cause, string reason)
    {
        var facts = Facts(Task("ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/a/1)")) with
        {
            Events = [$"(service web) (port 8000) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/a/1) due to (reason {reason}).", "(service web) has started 1 tasks: (task 2)."],
        };

        Assert.That(Diagnosis.Rank(facts).Select(likely => likely.Id), Is.EqualTo(new[] { cause }));
    }

    [TestCase("no-capacity", "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1 has insufficient memory available.")]
    [TestCase("port-in-use", "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1 is already using a port required by your task.")]
    [TestCase("image-not-found", "(service web) (task 1) failed: CannotPullContainerError: image manifest not found: manifest unknown")]
    [TestCase("role", "(service web) failed to register targets: User is not authorized to perform: elasticloadbalancing:RegisterTargets")]
    public void What_an_event_says_where_no_task_was_ever_there(string cause, string message) =>
        Assert.That(Diagnosis.Rank(Facts() with { Events = ["(service web) has started 1 tasks: (task 1).", message] })[0].Id, Is.EqualTo(cause));

    [TestCase("target-no-answer", "Target.Timeout", "Request timed out")]
    [TestCase("target-wrong-status", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]")]
    public void What_a_target_says_while_its_tasks_run(string cause, string reason, string description) =>
        Assert.That(Diagnosis.Rank(Facts() with { Targets = [new("web", "10.0.0.1:8080", "unhealthy", reason, description)] })[0].Id, Is.EqualTo(cause));

    [TestCase("alarm", "Deployment d-2 of service 'web' failed: ECS deployment failed: alarm detected.")]
    [TestCase("replaced", "Deployment d-2 of service 'web' failed: it was replaced by deployment d-3 of shop:7.")]
    [TestCase("hook", "Deployment d-2 of service 'web' failed: HOOK_EXECUTION_FAILURE: The hook BeforeAllowTraffic failed.")]
    public void What_is_said_about_the_deployment_itself(string cause, string headline) => Assert.That(Diagnosis.Rank(Facts() with { Headline = headline })[0].Id, Is.EqualTo(cause));

    [Test]
    public void What_most_tasks_say_is_named_first_and_the_rest_after_it()
    {
        var full = Task("TaskFailedToStart", "CannotPullContainerError: no space left on device");
        var exits = Task("EssentialContainerExited", "Essential container in task exited", new StoppedContainer("app", 1, "", IsUnhealthy: false));

        Assert.That(Diagnosis.Rank(Facts(exits, full, exits)).Select(cause => cause.Id), Is.EqualTo(new[] { "exits", "disk-full" }));
    }

    [Test]
    public void A_task_that_was_only_too_many_and_an_event_without_trouble_say_nothing()
    {
        var surplus = Task("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)", new StoppedContainer("app", 143, "", IsUnhealthy: false));

        Assert.That(Diagnosis.Rank(Facts(surplus) with { Events = ["(service web) has reached a steady state."] }), Is.Empty);
    }

    [Test]
    public void Each_cause_has_a_name_of_its_own_and_at_least_twelve_are_told_apart()
    {
        var ids = Diagnosis.Causes.Select(cause => cause.Id).ToList();

        Assert.That(ids, Is.Unique.And.Count.AtLeast(12));
    }

    private static string First(StoppedTask task) => Diagnosis.Rank(Facts(task)) is [var first, ..] ? first.Id : "none";

    private static StoppedTask Task(string stopCode, string reason, params StoppedContainer[] containers) => new("abc", stopCode, reason, containers);

    private static FailureFacts Facts(params StoppedTask[] tasks) => new("Deployment d-2 of service 'web' failed: d-2 is FAILED.", tasks, [], [], new Dictionary<string, IReadOnlyList<string>>());
}
