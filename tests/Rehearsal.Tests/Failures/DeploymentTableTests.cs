using System.Runtime.Versioning;
using System.Threading.Channels;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Each way in which a deployment ends, as a whole run on containers: its exit code, the cause that it names first, all that its user sees, and
/// what serves afterwards. Rows continue side by side, each at a service of its own in a clone of its own.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[UnsupportedOSPlatform("windows")]
internal sealed class DeploymentTableTests
{
    private const string Renew = "SLIPWAY_RENEW";

    // As long as each other, so that the columns are as wide.
    private static readonly string[] Names = ["shop", "cafe", "deli"];

    private readonly Channel<TableService> _idle = Channel.CreateUnbounded<TableService>();

    private static IEnumerable<TestCaseData> Rows => DeploymentTable.Rows.Select(row => new TestCaseData(row).SetArgDisplayNames(row.What));

    [OneTimeSetUp]
    public Task CreateServicesAsync() => Task.WhenAll(Names.Select(async name =>
    {
        var service = new TableService(await DeployedCopy.CloneAsync(), name);
        await service.CreateAsync();
        await _idle.Writer.WriteAsync(service);
    }));

    [OneTimeTearDown]
    public async Task DeleteServicesAsync()
    {
        while (_idle.Reader.TryRead(out var service))
        {
            await SecondService.DeleteAsync(service.Name);
            await service.Copy.DisposeAsync();
        }
    }

    [TestCaseSource(nameof(Rows))]
    public async Task It_ends_as_it_should_and_says_why(DeploymentRow row)
    {
        var service = await _idle.Reader.ReadAsync(TestContext.CurrentContext.CancellationToken);
        try
        {
            await CheckAsync(row, service);
        }
        finally
        {
            await _idle.Writer.WriteAsync(service);
        }
    }

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
