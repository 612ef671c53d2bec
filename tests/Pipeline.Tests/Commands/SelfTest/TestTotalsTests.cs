
using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestTotalsTests
{
    private const string Report = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="Rounds_up" outcome="Passed" />
            <UnitTestResult testName="Waits(2)" outcome="Failed">
              <Output><ErrorInfo><Message>  Expected: 2
          But was:  3
        </Message></ErrorInfo></Output>
            </UnitTestResult>
          </Results>
          <ResultSummary><Counters total="3" passed="1" failed="1" error="0" timeout="0" aborted="0" /></ResultSummary>
        </TestRun>
        """;

    private string _file = null!;

    [SetUp]
    public void WriteReport() => File.WriteAllText(_file = Path.GetTempFileName(), Report);

    [TearDown]
    public void DeleteReport() => File.Delete(_file);

    [Test]
    public void A_report_is_counted_and_its_failures_are_named_with_what_they_said()
    {
        var totals = TestTotals.Read(_file);

        Assert.That(totals.ToString(), Is.EqualTo("1 passed, 1 failed, 1 skipped"));
        Assert.That(totals.Failures, Is.EqualTo(["Waits(2)\n  Expected: 2\n    But was:  3"]));
    }

    [Test]
    public void Sums_keep_the_failures_of_both()
    {
        var sum = TestTotals.Read(_file) + TestTotals.None + TestTotals.Read(_file);

        Assert.That(sum, Has.Property("Failed").EqualTo(2).And.Property("Failures").Count.EqualTo(2));
    }
}
