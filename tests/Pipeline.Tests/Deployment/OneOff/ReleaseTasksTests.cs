using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Environments.Locking;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.OneOff;

/// <summary>What a release runs once, however often it is deployed.</summary>
public sealed class ReleaseTasksTests
{
    private const string Several =
        """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        migrate: { service: app, command: [migrate], in: cluster }
        deploy: { strategy: rolling, cluster: main, services: { web: { service: web }, worker: { service: worker } } }
        release:
          before:
            - { name: index, service: worker, command: [reindex] }
            - { name: check, service: web, command: [check] }
          after:
            - { name: warm, service: web, command: [warm] }
            - { name: tell, service: worker, command: [tell] }
        environments: { local: {} }

        """;

    private FakeCluster _cluster = null!;
    private LockRig.RecordedLog _log = null!;

    [SetUp]
    public void Start() => (_cluster, _log) = (new(), new());

    [TearDown]
    public void Stop() => _cluster.Dispose();

    [Test]
    public async Task Before_the_services_move_each_runs_in_its_order_with_the_task_definition_of_its_service()
    {
        _cluster.Register("web", "41");
        var (web, worker) = (_cluster.Register("web", "42"), _cluster.Register("worker", "42"));

        await BeforeAsync("42", ("web", web), ("worker", worker));

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:2 migrate", "worker:1 reindex", "web:2 check" }));
        Assert.That(_cluster.NotesOn(web).Keys, Is.EquivalentTo(new[] { "slipway:ran-migrate", "slipway:ran-check" }));
        Assert.That(_cluster.NotesOn(worker)["slipway:ran-index"], Does.Match("^42:[0-9a-f]{12}$"));
    }

    [Test]
    public async Task A_task_runs_also_where_its_own_service_does_not_change_and_a_migration_does_not()
    {
        var (_, worker) = (_cluster.Register("web", "41"), _cluster.Register("worker", "42"));

        await BeforeAsync("42", ("worker", worker));

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "worker:1 migrate", "worker:1 reindex", "web:1 check" }));
    }

    [Test]
    public async Task The_first_that_fails_ends_the_run_and_says_why_with_its_last_lines()
    {
        var (web, worker) = (_cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        _cluster.Fails["reindex"] = 3;

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => BeforeAsync("42", ("web", web), ("worker", worker)));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((
            ExitCodes.Application,
            "slipway.yml:8:7: task 'index' failed, and no service was touched. The command failed in container 'app' in task t2 with exit code 3: reindex. Its log is above.")));
        Assert.That(_cluster.Ran, Has.Count.EqualTo(2));
        Assert.That(_cluster.NotesOn(worker), Is.Empty);
    }

    [Test]
    public async Task A_release_that_failed_and_is_tried_again_runs_what_had_not_ended_well()
    {
        var (web, worker) = (_cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        _cluster.Fails["reindex"] = 3;
        await Assert.ThrowsAsync<RunFailedException>(() => BeforeAsync("42", ("web", web), ("worker", worker)));
        _cluster.Fails.Clear();
        _cluster.Forget();
        (web, worker) = (_cluster.Register("web", "42"), _cluster.Register("worker", "42"));

        await BeforeAsync("42", ("web", web), ("worker", worker));

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 migrate", "worker:1 reindex", "worker:2 reindex", "web:2 check" }));
        Assert.That(_log.Lines, Has.Some.EqualTo("slipway.yml:4:1: the migration has run in build 42 already (--force runs it again)."));
    }

    [TestCase("43", "1", "local", "a later release")]
    [TestCase("42", "2", "local", "the same build with another image")]
    [TestCase("42", "1", "staging", "another environment's revision of the same content")]
    public async Task What_another_release_has_run_is_run(string build, string image, string environment, string what)
    {
        var web = _cluster.Register("web", "42", environment: environment);
        _cluster.Register("worker", "42");
        await BeforeAsync("42", ("web", web));
        _cluster.Forget();
        var before = _cluster.Ran.Count;
        web = _cluster.Register("web", build, image);

        await BeforeAsync(build, ("web", web));

        Assert.That(_cluster.Ran.Skip(before), Does.Contain("web:2 migrate").And.Contain("web:2 check"), what);
    }

    [Test]
    public async Task With_force_all_runs_again()
    {
        var web = _cluster.Register("web", "42");
        _cluster.Register("worker", "42");
        await BeforeAsync("42", ("web", web));

        await RunAsync(tasks => tasks.BeforeAsync("42", force: true, new Dictionary<string, string> { ["web"] = web }, CancellationToken.None));

        Assert.That(_cluster.Ran, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task A_task_that_a_killed_run_has_left_running_is_followed_and_not_started_again()
    {
        var settings = Only("after: { name: warm, service: web, command: [warm] }");
        var results = Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        await AfterAsync("42", results, settings);
        _cluster.Leave(isRunning: true);

        await AfterAsync("42", results, settings);

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 warm" }));
        Assert.That(_log.Lines, Has.Some.EqualTo("An earlier run has started task t1 of web:1: container 'app' runs: warm"));
        Assert.That(_cluster.NotesOn(results["web"].TaskDefinition), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task One_of_another_environment_in_the_same_cluster_counts_for_nothing(bool isRunning)
    {
        var settings = Only("after: { name: warm, service: web, command: [warm] }");
        var results = Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        await AfterAsync("42", results, settings);
        _cluster.Leave(isRunning, environment: "local-fargate");

        await AfterAsync("42", results, settings);

        Assert.That(_cluster.Ran, Has.Count.EqualTo(2));
    }

    [TestCase("EssentialContainerExited", 0, 1)]
    [TestCase("EssentialContainerExited", 3, 2)]
    [TestCase("UserInitiated", 0, 2, Description = "a program may end with 0 when it is stopped")]
    public async Task One_that_a_killed_run_has_left_is_run_again_unless_it_ended_well(string stopCode, int exitCode, int ran)
    {
        var settings = Only("after: { name: warm, service: web, command: [warm] }");
        var results = Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        _cluster.Fails["warm"] = exitCode;
        if (exitCode == 0) await AfterAsync("42", results, settings);
        else await Assert.ThrowsAsync<RunFailedException>(() => AfterAsync("42", results, settings));
        _cluster.Leave(isRunning: false, stopCode);
        _cluster.Fails.Clear();

        await AfterAsync("42", results, settings);

        Assert.That(_cluster.Ran, Has.Count.EqualTo(ran));
        Assert.That(_cluster.NotesOn(results["web"].TaskDefinition), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_the_services_have_moved_a_failure_leaves_them_and_another_try_runs_the_rest()
    {
        var results = Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42"));
        _cluster.Fails["tell"] = 3;
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => AfterAsync("42", results));
        _cluster.Fails.Clear();

        await AfterAsync("42", Results(changed: false, results["web"].TaskDefinition, results["worker"].TaskDefinition));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((
            ExitCodes.NotRolledBack,
            "slipway.yml:12:7: task 'tell' failed. The command failed in container 'app' in task t2 with exit code 3: tell. Its log is above.\nThe services run the release, which is verified, and stay with it. When the cause is corrected, deploy again: what has ended well is not run again.")));
        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 warm", "worker:1 tell", "worker:1 tell" }));
    }

    [Test]
    public async Task A_release_that_changes_one_service_runs_the_tasks_of_all()
    {
        var (web, worker) = (_cluster.Register("web", "41"), _cluster.Register("worker", "41"));
        await AfterAsync("41", Results(changed: true, web, worker));

        await AfterAsync("42", Results(changed: true, web, _cluster.Register("worker", "42", "2")));

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 warm", "worker:1 tell", "web:1 warm", "worker:2 tell" }));
    }

    [Test]
    public async Task A_release_that_changes_nothing_runs_nothing_but_what_never_ran()
    {
        var (web, worker) = (_cluster.Register("web", "41"), _cluster.Register("worker", "41"));
        _cluster.Fails["tell"] = 3;
        await Assert.ThrowsAsync<RunFailedException>(() => AfterAsync("41", Results(changed: true, web, worker)));
        _cluster.Fails.Clear();

        await AfterAsync("42", Results(changed: false, web, worker));

        Assert.That(_cluster.Ran.Skip(2), Is.EqualTo(new[] { "worker:1 tell" }));
        Assert.That(_log.Lines, Has.Some.EqualTo("slipway.yml:11:7: task 'warm' is not run: nothing has changed since it ran."));
    }

    [Test]
    public async Task A_try_again_of_the_release_that_changed_another_service_runs_what_it_had_not_run()
    {
        var (web, worker) = (_cluster.Register("web", "41"), _cluster.Register("worker", "41"));
        await AfterAsync("41", Results(changed: true, web, worker));
        worker = _cluster.Register("worker", "42", "2");
        _cluster.Fails["warm"] = 3;
        await Assert.ThrowsAsync<RunFailedException>(() => AfterAsync("42", Results(changed: true, web, worker)));
        _cluster.Fails.Clear();

        await AfterAsync("42", Results(changed: false, web, worker));

        Assert.That(_cluster.Ran.Skip(3), Is.EqualTo(new[] { "web:1 warm", "worker:2 tell" }));
    }

    [Test]
    public async Task Where_the_release_runs_no_tasks_nothing_runs()
    {
        var results = Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42")).ToDictionary(result => result.Key, result => result.Value with { WantsNone = true });

        await AfterAsync("42", results);

        Assert.That(_cluster.Aws.Requests, Is.Empty);
        Assert.That(_log.Lines, Is.EqualTo(new[] { "slipway.yml:11:7: 'warm', 'tell' are not run: the release runs no tasks (desiredCount 0)." }));
    }

    [Test]
    public async Task What_cannot_be_noted_is_told_and_no_failure()
    {
        var settings = Only("after: { name: warm, service: web, command: [warm] }");
        _cluster.Aws.On("TagResource", AwsAnswer.Refusal("AccessDeniedException", "No."));

        await AfterAsync("42", Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42")), settings);

        Assert.That(_log.Lines, Has.Some.StartsWith("It could not be recorded on web:1 that 'warm' has run, so that another run of build 42 runs it again: "));
    }

    [Test]
    public async Task Without_permission_to_look_for_earlier_runs_it_is_run_and_told()
    {
        var settings = Only("after: { name: warm, service: web, command: [warm] }");
        _cluster.Aws.On("ListTaskDefinitions", AwsAnswer.Refusal("AccessDeniedException", "No."));

        await AfterAsync("42", Results(changed: true, _cluster.Register("web", "42"), _cluster.Register("worker", "42")), settings);

        Assert.That(_cluster.Ran, Is.EqualTo(new[] { "web:1 warm" }));
        Assert.That(_log.Lines, Has.Some.StartsWith("Whether an earlier run of this release has run its tasks is not known: "));
    }

    [Test]
    public void A_container_that_is_in_no_task_definition_is_refused_before_anything_is_registered()
    {
        var settings = Only("after: { name: warm, service: web, container: web, command: [warm] }");

        var refused = Assert.Throws<RunFailedException>(() => Tasks(settings).Check([Definition("app"), Definition("app")]));
        var open = Assert.Throws<RunFailedException>(() => Tasks(Several).Check([Definition("app", "proxy"), Definition("app")]));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, "slipway.yml:5:12: task 'warm' runs its command in container 'web', which the task definition does not have; valid here: app")));
        Assert.That(open!.Message, Is.EqualTo("slipway.yml:9:7: the task definition of task 'check' has app, proxy: write which of them runs the command in 'release.before[1].container'."));
    }

    [Test]
    public void A_task_whose_service_was_not_chosen_is_told()
    {
        new ReleaseTasks(SettingsText.Parse(Several).Of(["web"]), _cluster.Clients, _log, new ManualTimeProvider()).Check([Definition("app")]);

        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            "slipway.yml:8:7: task 'index' is not run: its service 'worker' was not chosen (web).", "slipway.yml:12:7: task 'tell' is not run: its service 'worker' was not chosen (web).",
        }));
    }

    private static string Only(string release) => Several[..Several.IndexOf("migrate", StringComparison.Ordinal)] + Several[Several.IndexOf("deploy", StringComparison.Ordinal)..Several.IndexOf("release", StringComparison.Ordinal)] + $"release: {{ {release} }}\nenvironments: {{ local: {{}} }}\n";

    private static Dictionary<string, RolloutResult> Results(bool changed, string web, string worker) =>
        new() { ["web"] = new(web, "d-1", 1, changed), ["worker"] = new(worker, "d-2", 1, changed) };

    private static TaskDefinitionDocument Definition(params string[] containers) =>
        TaskDefinitionDocument.Parse($$"""{"family":"shop","containerDefinitions":[{{string.Join(',', containers.Select(name => $$"""{"name":"{{name}}","image":"a"}"""))}}]}""", "shop.json");

    private Task BeforeAsync(string build, params (string Service, string Revision)[] revisions) => RunAsync(tasks => tasks.BeforeAsync(build, force: false, revisions.ToDictionary(one => one.Service, one => one.Revision), CancellationToken.None));

    private Task AfterAsync(string build, IReadOnlyDictionary<string, RolloutResult> results, string settings = Several) => RunAsync(tasks => tasks.AfterAsync(build, force: false, results, CancellationToken.None), settings);

    /// <summary>As a run of its own.</summary>
    private async Task RunAsync(Func<ReleaseTasks, Task> run, string settings = Several)
    {
        var time = new ManualTimeProvider();
        await time.RunAsync(RunCoreAsync(), TimeSpan.FromSeconds(6));

        async Task<bool> RunCoreAsync()
        {
            await run(new(SettingsText.Parse(settings), _cluster.Clients, _log, time));
            return true;
        }
    }

    private ReleaseTasks Tasks(string settings) => new(SettingsText.Parse(settings), _cluster.Clients, _log, new ManualTimeProvider());
}
