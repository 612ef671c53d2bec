using System.Xml.Linq;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>How many tests ran, and how they ended.</summary>
/// <param name="Failures">The failed ones, each with the first lines of what it said.</param>
public sealed record TestTotals(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    private const int LinesOfAFailure = 12;

    public static TestTotals None { get; } = new(0, 0, 0, []);

    /// <summary>How many tests there were.</summary>
    public int Count => Passed + Failed + Skipped;

    /// <summary>The counters and the failures of a report of <c>dotnet test --logger trx</c>.</summary>
    public static TestTotals Read(string trxFile)
    {
        var report = XDocument.Load(trxFile);
        var counters = Named(report, "Counters").First();
        var passed = Count("passed");
        var failed = Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        var failures = Named(report, "UnitTestResult").Where(result => (string?)result.Attribute("outcome") == "Failed").Select(Failure);
        return new(passed, failed, Count("total") - passed - failed, [.. failures]);

        int Count(string name) => (int?)counters.Attribute(name) ?? 0;
    }

    public static TestTotals operator +(TestTotals left, TestTotals right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped, [.. left.Failures, .. right.Failures]);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static string Failure(XElement result)
    {
        var said = Named(result, "Message").FirstOrDefault()?.Value.Trim().Split('\n') ?? [];
        return string.Join("\n  ", said.Take(LinesOfAFailure).Prepend((string?)result.Attribute("testName") ?? "?"));
    }

    private static IEnumerable<XElement> Named(XContainer container, string name) =>
        container.Descendants().Where(element => element.Name.LocalName == name);
}
