using System.Xml.Linq;

namespace Slipway.Pipeline.SelfTest;

/// <summary>How many tests ran, and how they ended.</summary>
public sealed record TestTotals(int Passed, int Failed, int Skipped)
{
    public static TestTotals None { get; } = new(0, 0, 0);

    /// <summary>The counters of a report of <c>dotnet test --logger trx</c>.</summary>
    public static TestTotals Read(string trxFile)
    {
        var counters = XDocument.Load(trxFile).Descendants().First(element => element.Name.LocalName == "Counters");
        var passed = Count("passed");
        var failed = Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        return new(passed, failed, Count("total") - passed - failed);

        int Count(string name) => (int?)counters.Attribute(name) ?? 0;
    }

    public static TestTotals operator +(TestTotals left, TestTotals right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
