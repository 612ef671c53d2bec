using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Foundation.Output;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>The order of steps and what becomes of their reports, with a docker that answers as asked.</summary>
public sealed class ApplicationStepsTests
{
    private const string Docker =
        """
        case " $* " in
        *" config "*) echo '{"services":{"app":{"build":{"context":"."}}}}';;
        *" cat unit/one.xml "*) echo '<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>';;
        *" cat two.xml "*) echo '<testsuite><testcase name="c"/></testsuite>';;
        *" cat bad.xml "*) echo '<testsuite><testcase name="d"><failure>no</failure></testcase></testsuite>';;
        *" exec "*) for last; do :; done; echo "$last" >> "$HERE/ran"; [ "$last" != fail ] || exit 3;;
        esac
        """;

    private FakeDocker _docker = null!;
    private string _root = "";

    [SetUp]
    public void MakeRoot()
    {
        _docker = new FakeDocker(Docker);
        _root = Directory.CreateTempSubdirectory("slipway-steps-").FullName;
    }

    [TearDown]
    public void RemoveRoot()
    {
        _docker.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task Steps_run_in_their_order_and_their_reports_are_kept_and_summed()
    {
        var (steps, settings) = await StepsAsync(
            "test:\n  - { service: app, command: [one], report: unit/one.xml }\n  - { service: app, command: [none] }\n  - { service: app, command: [two], report: two.xml }");

        var report = await steps.TestAsync(settings.Test, CancellationToken.None);

        Assert.That(_docker.Read("ran"), Is.EqualTo("one\nnone\ntwo\n"));
        Assert.That((report!.Tests, report.Skipped, report.Failed.Count), Is.EqualTo((3, 1, 0)));
        Assert.That(Reports(), Is.EqualTo(new[] { "one.xml", "two.xml" }));
    }

    [Test]
    public async Task The_first_step_that_fails_ends_it_with_its_place()
    {
        var (steps, settings) = await StepsAsync(
            "test:\n  - { service: app, command: [one] }\n  - { service: app, command: [bin/test, fail] }\n  - { service: app, command: [two] }");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => steps.TestAsync(settings.Test, CancellationToken.None));

        Assert.That(_docker.Read("ran"), Is.EqualTo("one\nfail\n"));
        Assert.That((failed!.ExitCode, failed.Message), Is.EqualTo((
            ExitCodes.Application, "slipway.yml:10:5: The tests failed in service 'app' (exit code 3: bin/test fail). Nothing was tagged or pushed.")));
    }

    [Test]
    public async Task A_failed_test_in_the_report_of_a_command_that_says_nothing_of_it_ends_it_too()
    {
        var (steps, settings) = await StepsAsync("test:\n  - { service: app, command: [one], report: bad.xml }\n  - { service: app, command: [two] }");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => steps.TestAsync(settings.Test, CancellationToken.None));

        Assert.That(_docker.Read("ran"), Is.EqualTo("one\n"));
        Assert.That(failed!.Message, Does.StartWith("slipway.yml:9:5: 1 of 1 tests failed in service 'app'"));
    }

    [Test]
    public async Task Migrations_run_in_their_order_until_one_fails()
    {
        var (steps, settings) = await StepsAsync(
            "migrate:\n  - { service: app, command: [one], report: unit/one.xml }\n  - { service: app, command: [fail] }\n  - { service: app, command: [two] }");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => steps.MigrateAsync(settings.Migrate, CancellationToken.None));

        Assert.That(_docker.Read("ran"), Is.EqualTo("one\nfail\n"));
        Assert.That(failed!.Message, Is.EqualTo("slipway.yml:10:5: The migration failed in service 'app' with exit code 3: fail. Its output is above."));
        Assert.That(Reports(), Is.EqualTo(new[] { "one.xml" }));
    }

    [Test]
    public async Task Reports_of_an_earlier_run_are_forgotten()
    {
        var (steps, settings) = await StepsAsync("test: { service: app, command: [two], report: two.xml }");
        steps.ClearReports(settings.Test);
        await steps.TestAsync(settings.Test, CancellationToken.None);

        steps.ClearReports(settings.Test);

        Assert.That(Reports(), Is.Empty);
    }

    private IEnumerable<string?> Reports() => Directory.GetFiles(Path.Join(_root, "test-results")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<(ApplicationSteps Steps, Settings Settings)> StepsAsync(string keys)
    {
        var settings = SettingsText.Parse($"{SettingsText.Smallest}{keys}\n");
        var (log, run, paths) = (new SilentLog(), RunDirectory.Create(Path.Join(_root, ".slipway")), new Paths(_root));
        var model = new ComposeModel(_docker.Cli(), settings, run.FullPath, paths);
        await model.CheckAsync(CancellationToken.None);
        var application = new ComposeApplication(_docker.Cli(), model, settings, run, log, paths, TimeProvider.System);
        await application.BuildAsync([], CancellationToken.None);

        return (new(application, new(), log, paths), settings);
    }
}
