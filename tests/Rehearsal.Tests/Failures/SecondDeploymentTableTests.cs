using System.Runtime.Versioning;

namespace Slipway.Rehearsal.Tests.Failures;

/// <inheritdoc/>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SecondDeploymentTableTests() : DeploymentTableTests("cafe")
{
    private static IEnumerable<TestCaseData> Rows => Cases(DeploymentTable.Second);

    [TestCaseSource(nameof(Rows))]
    public Task It_ends_as_it_should_and_says_why(DeploymentRow row) => CheckAsync(row);
}
