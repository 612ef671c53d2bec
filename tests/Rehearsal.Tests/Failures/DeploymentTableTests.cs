using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Each way in which a deployment ends, as a whole run on containers: its exit code, the cause that it names first, all that its user sees, and
/// what serves afterwards. Each part of the table has a service of its own in a clone of its own.
/// </summary>
/// <param name="name">Of the service. As long as those of the other parts, so that the columns are as wide.</param>
[UnsupportedOSPlatform("windows")]
internal abstract class DeploymentTableTests(string name)
{
    private const string Renew = "SLIPWAY_RENEW";

    private TableService? _service;

    [OneTimeSetUp]
    public async Task CreateServiceAsync()
    {
        _service = new(await DeployedCopy.CloneAsync(), name);
        await _service.CreateAsync();
    }

    [OneTimeTearDown]
    public async Task DeleteServiceAsync()
    {
        if (_service is null) return;
        await SecondService.DeleteAsync(name);
        await _service.Copy.DisposeAsync();
    }

    protected static IEnumerable<TestCaseData> Cases(IEnumerable<DeploymentRow> rows) => rows.Select(row => new TestCaseData(row).SetArgDisplayNames(row.What));

    protected Task CheckAsync(DeploymentRow row) => CheckAsync(row, _service!);

    private static async Task CheckAsync(DeploymentRow row, TableService service)
    {
        var temporary = Directory.CreateTempSubdirectory("slipway-table-").FullName;
        var old = await service.SettledAsync();
        var registered = await service.RevisionsAsync();
        try
        {
            await row.Arrange(service);
            service.Prepare(row.What, row.Change);
            var run = new TableRun(service, temporary);

            var bad = await WatchAsync(service.Page, () => row.Act(run));

            var readable = new ReadableOutput(service.Copy.Application, service.Name);
            Compare(row.Golden, readable.Of(old, run.Results));
            var last = run.Results[^1].Result;
            Assert.That((last.ExitCode, Beginning(readable.WithoutName(First(last)), row.Cause.Length)), Is.EqualTo((row.ExitCode, row.Cause)));
            var revisions = (await service.RevisionsAsync()).Except(registered).ToList();
            Assert.That(revisions, Has.Count.EqualTo(row.Registers));
            await ServesAsync(service, row, [old, .. revisions]);
            if (row.AnswersThroughout) Assert.That(bad, Is.Empty);
            Assert.That(await service.Copy.LeftOfRunsAsync(), Is.Empty);
            Assert.That(World.Leftovers(temporary), Is.Empty);
        }
        finally
        {
            await service.RestoreAsync();
            Directory.Delete(temporary, recursive: true);
            await row.Fix(service);
        }
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(string page, Func<Task> actAsync)
    {
        var watch = new PageWatch(page);
        await using (watch) await actAsync();
        return watch.Bad;
    }

    private static async Task ServesAsync(TableService service, DeploymentRow row, IReadOnlyList<string> revisions)
    {
        var has = await service.SettledAsync(row.Tasks);
        Assert.That(has, Is.EqualTo(revisions[row.Has]));
        Assert.That(await service.RunningAsync(), Is.EqualTo(Enumerable.Repeat(has, row.Tasks)));
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
            $"{golden} is stale. Renew it with: {Renew}=1 dotnet test tests/Rehearsal.Tests --filter \"FullyQualifiedName~DeploymentTable\"; then check what git diff says.");
    }
}
