using Slipway.Rehearsal.Tests.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>Each way in which a release of several services ends: its exit code, all that its user sees, and what ECS has afterwards.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class FailureTableTests
{
    private const string Renew = "SLIPWAY_RENEW";

    private static IEnumerable<TestCaseData> Cases => FailureTable.Rows.Select(row => new TestCaseData(row).SetArgDisplayNames(row.What));

    [TestCaseSource(nameof(Cases))]
    public async Task A_release_of_several_services(FailureCase row)
    {
        using var shop = new ReleaseShop();

        await row.Act(shop);

        var shown = shop.Runs.TakeLast(row.Shown).Select(run => (run.Command, run.ToResult()));
        var readable = new ReadableOutput { Services = [.. shop.Services.Keys] }.Of(shown);
        Compare(row.Golden, $"{readable}\nWhat ECS has:\n{string.Concat(shop.Account.Services(shop.EcsServices).Select(service => $"  {service}\n"))}");
        Assert.That(shop.Runs[^1].ExitCode, Is.EqualTo(row.ExitCode), shop.Runs[^1].Output);
    }

    private static void Compare(string name, string output)
    {
        var golden = Path.Join(Workspace.Repository, "tests/Pipeline.Tests/Deployment/Failures/Golden", name);
        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(golden, output);
        Assert.That(
            output, Is.EqualTo(File.Exists(golden) ? File.ReadAllText(golden) : ""),
            $"{golden} is stale. Renew it with: {Renew}=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~FailureTable\"; then check what git diff says.");
    }
}
