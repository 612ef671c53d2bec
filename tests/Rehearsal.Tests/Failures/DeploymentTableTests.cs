using System.Runtime.Versioning;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Each way in which a deployment ends, as a whole run on containers: its exit code, the cause that it names first, all that its user sees, and
/// what serves afterwards.
/// </summary>
[TestFixture]
[NonParallelizable]
[UnsupportedOSPlatform("windows")]
internal sealed class DeploymentTableTests
{
    private const string Renew = "SLIPWAY_RENEW";

    private RehearsalCopy _copy = null!;
    private TableService _service = null!;

    private static IEnumerable<TestCaseData> Rows => DeploymentTable.Rows.Select(row => new TestCaseData(row).SetArgDisplayNames(row.What));

    [OneTimeSetUp]
    public async Task CreateServiceAsync()
    {
        _copy = await DeployedCopy.GetAsync();
        _service = new(_copy);
        await _service.CreateAsync();
    }

    [OneTimeTearDown]
    public Task DeleteServiceAsync() => SecondService.DeleteAsync(TableService.Name);

    [TestCaseSource(nameof(Rows))]
    public async Task It_ends_as_it_should_and_says_why(DeploymentRow row)
    {
        var temporary = Directory.CreateTempSubdirectory("slipway-table-").FullName;
        var old = await _service.SettledAsync();
        var registered = await TableService.RevisionsAsync();
        try
        {
            await row.Arrange(_service);
            _service.Prepare(row.What, row.Change);
            var run = new TableRun(_service, temporary);

            var bad = await WatchAsync(() => row.Act(run));

            var output = new ReadableOutput(_copy.Application, TableService.Name).Of(old, run.Results);
            Compare(row.Golden, output);
            var last = run.Results[^1].Result;
            Assert.That((last.ExitCode, Beginning(First(last), row.Cause.Length)), Is.EqualTo((row.ExitCode, row.Cause)));
            var revisions = (await TableService.RevisionsAsync()).Except(registered).ToList();
            Assert.That(revisions, Has.Count.EqualTo(row.Registers));
            await ServesAsync(row, [old, .. revisions]);
            if (row.AnswersThroughout) Assert.That(bad, Is.Empty);
            Assert.That(await _copy.LeftOfRunsAsync(), Is.Empty);
            Assert.That(World.Leftovers(temporary), Is.Empty);
        }
        finally
        {
            await _service.RestoreAsync();
            Directory.Delete(temporary, recursive: true);
            await row.Mend(_service);
        }
    }

    private async Task<IReadOnlyList<string>> WatchAsync(Func<Task> actAsync)
    {
        var watch = new PageWatch(_service.Page);
        await using (watch) await actAsync();
        return watch.Bad;
    }

    private async Task ServesAsync(DeploymentRow row, IReadOnlyList<string> revisions)
    {
        var has = await _service.SettledAsync(row.Tasks);
        Assert.That(has, Is.EqualTo(revisions[row.Has]));
        Assert.That(await TableService.RunningAsync(), Is.EqualTo(Enumerable.Repeat(has, row.Tasks)));
    }

    /// <summary>The cause that is named first; where there is none the error; where there is none what was deployed.</summary>
    private static string First(CommandResult result)
    {
        var lines = (result.Output + result.Error).Split('\n');
        return new[] { "  likely cause: ", "Error: ", "Deployed: " }
            .Select(beginning => Array.Find(lines, line => line.StartsWith(beginning, StringComparison.Ordinal))?[beginning.Length..])
            .FirstOrDefault(line => line is not null) ?? "";
    }

    private static string Beginning(string text, int length) => text.Length <= length ? text : text[..length];

    private static void Compare(string name, string output)
    {
        var golden = Path.Join(Workspace.Repository, "tests/Rehearsal.Tests/Failures/Golden", name);
        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(golden, output);
        Assert.That(
            output, Is.EqualTo(File.Exists(golden) ? File.ReadAllText(golden) : ""),
            $"{golden} is stale. Renew it with: {Renew}=1 dotnet test tests/Rehearsal.Tests --filter \"FullyQualifiedName~DeploymentTable\"; then look at what git diff says.");
    }
}
