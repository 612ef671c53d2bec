using System.Runtime.Versioning;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What is wrong with the command line, the configuration or the machine is told before anything runs, in a clone where nothing ran before.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class BeforeAnythingRunsTests
{
    private RehearsalCopy _copy = null!;
    private string _docker = "";

    private static IEnumerable<TestCaseData> WithoutDocker => Rows(ConfigurationCases.All);

    private static IEnumerable<TestCaseData> WithDocker => Rows(PrerequisiteCases.All);

    [OneTimeSetUp]
    public async Task Clone()
    {
        _copy = await RehearsalCopy.CreateAsync();
        var dry = await _copy.RunAsync("--target=Deploy", "--env=local", "--dryrun");
        Assert.That(dry.ExitCode, Is.Zero);

        var folder = Directory.CreateDirectory(_copy.Workspace.PathOf(".slipway/fake")).FullName;
        _docker = Path.Combine(folder, "docker");
        await File.WriteAllTextAsync(_docker, "#!/bin/sh\necho \"$@\" >> \"$0.calls\"\nexit 1\n");
        File.SetUnixFileMode(_docker, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [TestCaseSource(nameof(WithoutDocker))]
    public async Task It_is_told_and_not_even_docker_is_started(FailureCase broken)
    {
        var path = $"{Path.GetDirectoryName(_docker)}:{Environment.GetEnvironmentVariable("PATH")}";
        var variables = broken.Variables(_copy).Append(new("PATH", path)).ToDictionary();

        await FailingRun.CheckAsync(_copy, broken with { Variables = _ => variables }, NothingIsStartedAsync);

        Assert.That(File.Exists($"{_docker}.calls"), Is.False);
    }

    [TestCaseSource(nameof(WithDocker))]
    public Task It_is_told_and_no_rehearsal_is_started(FailureCase broken) => FailingRun.CheckAsync(_copy, broken, NothingIsStartedAsync);

    private Task<Func<Task>> NothingIsStartedAsync() => Task.FromResult<Func<Task>>(() =>
    {
        Assert.That(Directory.Exists(_copy.LocalAwsState), Is.False);
        Assert.That(Directory.Exists(_copy.Workspace.PathOf("artifacts")), Is.False);
        Assert.That(Directory.Exists(_copy.Workspace.PathOf("test-results")), Is.False);
        return Task.CompletedTask;
    });

    private static IEnumerable<TestCaseData> Rows(IEnumerable<FailureCase> cases) =>
        cases.Select(broken => new TestCaseData(broken).SetArgDisplayNames(broken.What));
}
