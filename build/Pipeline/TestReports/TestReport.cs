using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Slipway.Pipeline.TestReports;

/// <summary>The totals and the failures of a JUnit XML report, as PHPUnit and most runners write it.</summary>
/// <param name="Tests">Test cases that ran or were skipped.</param>
public sealed record TestReport(int Tests, int Skipped, IReadOnlyList<FailedTest> Failed)
{
    /// <summary>Reads the test cases wherever they stand: PHPUnit nests suites, other runners do not.</summary>
    /// <exception cref="XmlException">The text is not XML.</exception>
    public static TestReport Parse(string xml)
    {
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var cases = XDocument.Load(reader).Descendants("testcase").ToList();
        var failed = from test in cases
                     from problem in test.Elements().Where(element => element.Name.LocalName is "failure" or "error").Take(1)
                     let name = NameOf(test)
                     select new FailedTest(name, WithoutName(Text(problem), name));
        return new(cases.Count, cases.Count(test => test.Element("skipped") is not null), [.. failed]);
    }

    private static string NameOf(XElement test) =>
        test.Attribute("class")?.Value is { Length: > 0 } type ? $"{type}::{test.Attribute("name")?.Value}" : test.Attribute("name")?.Value ?? "unnamed";

    // PHPUnit begins the text with the name.
    private static string WithoutName(string text, string name) =>
        text.StartsWith(name + "\n", StringComparison.Ordinal) ? text[(name.Length + 1)..] : text;

    private static string Text(XElement problem) =>
        problem.Value.Trim() is { Length: > 0 } text ? text : problem.Attribute("message")?.Value ?? problem.Name.LocalName.ToUpper(CultureInfo.InvariantCulture);
}
