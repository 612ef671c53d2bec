using System.Runtime.Versioning;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// A run that fails beside an application that is deployed: it says what is wrong, ends with the exit code of its kind, leaves nothing
/// of its own, and changes nothing of what is deployed.
/// </summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class WhileTheApplicationRunsTests
{
    private static IEnumerable<TestCaseData> Rows =>
        new[] { AccountCases.All, ApplicationCases.All, BeforeTheMoveCases.All, DeploymentCases.All }.SelectMany(cases => cases).Select(broken => new TestCaseData(broken).SetArgDisplayNames(broken.What));

    [TestCaseSource(nameof(Rows))]
    public async Task It_says_what_is_wrong_and_leaves_everything_as_it_was(FailureCase broken)
    {
        var copy = await DeployedCopy.GetAsync();
        await FailingRun.CheckAsync(copy, broken, () => DeployedCopy.CompareAsync(copy));
    }
}
