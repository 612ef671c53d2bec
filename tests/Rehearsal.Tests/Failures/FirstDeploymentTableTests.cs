using System.Runtime.Versioning;

namespace Slipway.Rehearsal.Tests.Failures;

/// <inheritdoc/>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class FirstDeploymentTableTests() : DeploymentTableTests("shop")
{
    private static IEnumerable<TestCaseData> Rows => Cases(DeploymentTable.First);

    [TestCaseSource(nameof(Rows))]
    public Task It_ends_as_it_should_and_says_why(DeploymentRow row) => CheckAsync(row);
}
