using System.Globalization;
using System.Xml.Linq;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>How the tests of one project ended.</summary>
/// <param name="Duration">By the clock, with what is set up before and taken down after the tests.</param>
/// <param name="Tests">What each test took, by its name.</param>
public sealed record TestReport(string Project, TestTotals Totals, TimeSpan Duration, IReadOnlyList<(string Name, TimeSpan Duration)> Tests)
{
    private const int SlowestTests = 10;

    /// <summary>Reads a report of <c>dotnet test --logger trx</c>.</summary>
    public static TestReport Read(string project, string trxFile, TimeSpan duration) =>
        new(project, TestTotals.Read(trxFile), duration, [.. XDocument.Load(trxFile).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").Select(Test)]);

    /// <summary>A project that ended in another way than its tests did.</summary>
    public static TestReport Broken(string project, TimeSpan duration, string failure) => new(project, TestTotals.None with { Failed = 1, Failures = [failure] }, duration, []);

    /// <summary>Each project, the slowest tests of all, and on the last line the totals.</summary>
    public static IReadOnlyList<string> Summary(IReadOnlyList<TestReport> reports)
    {
        var width = reports.Max(report => report.Project.Length);
        var tests = reports.SelectMany(report => report.Tests.Select(test => (report.Project, test.Name, test.Duration)));
        return
        [
            .. reports.OrderBy(report => report.Project, StringComparer.Ordinal).Select(report => $"{report.Project.PadRight(width)}  {Clock(report.Duration)}  {report.Totals}"),
            "The slowest tests:",
            .. tests.OrderByDescending(test => test.Duration).Take(SlowestTests)
                .Select(test => string.Create(CultureInfo.InvariantCulture, $"{test.Duration.TotalSeconds,7:0.0} s  {test.Project.PadRight(width)}  {test.Name}")),
            $"{Total(reports)}",
        ];
    }

    public static TestTotals Total(IEnumerable<TestReport> reports) => reports.Aggregate(TestTotals.None, (sum, report) => sum + report.Totals);

    /// <summary>Minutes and seconds.</summary>
    public static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    private static (string Name, TimeSpan Duration) Test(XElement result) =>
        ((string?)result.Attribute("testName") ?? "?", TimeSpan.TryParse((string?)result.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : TimeSpan.Zero);
}
