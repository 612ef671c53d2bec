using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestReportTests
{
    private string _file = null!;

    [SetUp]
    public void WriteReport() => File.WriteAllText(_file = Path.GetTempFileName(), """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="Rounds_up" duration="00:00:01.5000000" outcome="Passed" />
            <UnitTestResult testName="Waits(2)" duration="00:01:02.2500000" outcome="Passed" />
          </Results>
          <ResultSummary><Counters total="3" passed="2" failed="0" /></ResultSummary>
        </TestRun>
        """);

    [TearDown]
    public void DeleteReport() => File.Delete(_file);

    [Test]
    public void The_summary_has_each_project_then_the_slowest_tests_and_the_totals_last()
    {
        var failed = TestReport.Broken("Docker.Tests", TimeSpan.FromSeconds(3), "Docker.Tests ended.");

        var summary = TestReport.Summary([failed, TestReport.Read("Aws.Tests", _file, TimeSpan.FromSeconds(75))]);

        Assert.That(summary, Is.EqualTo(new[]
        {
            "Aws.Tests     1:15  2 passed, 0 failed, 1 skipped",
            "Docker.Tests  0:03  0 passed, 1 failed, 0 skipped",
            "The slowest tests:",
            "   62.3 s  Aws.Tests     Waits(2)",
            "    1.5 s  Aws.Tests     Rounds_up",
            "2 passed, 1 failed, 1 skipped",
        }));
    }

    [Test]
    public void No_more_than_ten_tests_are_the_slowest()
    {
        var tests = Enumerable.Range(1, 30).Select(number => ($"Test_{number}", TimeSpan.FromSeconds(number))).ToList();

        var summary = TestReport.Summary([new("Aws.Tests", TestTotals.None, TimeSpan.Zero, tests)]);

        Assert.That(summary.Where(line => line.Contains("Test_", StringComparison.Ordinal)).Select(line => line.Split('_')[1]), Is.EqualTo(new[] { "30", "29", "28", "27", "26", "25", "24", "23", "22", "21" }));
    }
}
