using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>The totals and the failures of a JUnit XML report, as PHPUnit and most runners write it.</summary>
/// <param name="Tests">Test cases that ran or were skipped.</param>
public sealed record TestReport(int Tests, int Skipped, IReadOnlyList<FailedTest> Failed)
{
    /// <summary>Reads the test cases wherever they stand: PHPUnit nests suites, other runners do not.</summary>
    /// <exception cref="XmlException">The text is not XML.</exception>
    public static TestReport Parse(string xml)
    {
        var cases = Load(xml).Descendants("testcase").ToList();
        var failed = from test in cases
                     from problem in test.Elements().Where(element => element.Name.LocalName is "failure" or "error").Take(1)
                     let name = NameOf(test)
                     select new FailedTest(name, WithoutName(Text(problem), name));
        return new(cases.Count, cases.Count(test => test.Element("skipped") is not null), [.. failed]);
    }

    /// <summary>Both together; this one alone when there is no other.</summary>
    public TestReport And(TestReport? other) =>
        other is null ? this : new(Tests + other.Tests, Skipped + other.Skipped, [.. other.Failed, .. Failed]);

    /// <summary>The report with each text that it has rewritten as it reads, and not as it is escaped; what is not XML, as it stands.</summary>
    public static string Rewrite(string xml, Func<string, string> rewrite)
    {
        try
        {
            var document = Load(xml);
            var isChanged = false;
            foreach (var attribute in document.Descendants().Attributes()) attribute.Value = New(attribute.Value);
            foreach (var text in document.DescendantNodes().OfType<XText>()) text.Value = New(text.Value);
            foreach (var comment in document.DescendantNodes().OfType<XComment>()) comment.Value = New(comment.Value);
            return isChanged ? $"{document.Declaration}{document.ToString(SaveOptions.DisableFormatting)}" : xml;

            string New(string text)
            {
                var rewritten = rewrite(text);
                isChanged |= rewritten != text;
                return rewritten;
            }
        }
        catch (XmlException)
        {
            return rewrite(xml);
        }
    }

    private static XDocument Load(string xml)
    {
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static string NameOf(XElement test) =>
        test.Attribute("class")?.Value is { Length: > 0 } type ? $"{type}::{test.Attribute("name")?.Value}" : test.Attribute("name")?.Value ?? "unnamed";

    // PHPUnit begins the text with the name.
    private static string WithoutName(string text, string name) =>
        text.StartsWith(name + "\n", StringComparison.Ordinal) ? text[(name.Length + 1)..] : text;

    private static string Text(XElement problem) =>
        problem.Value.Trim() is { Length: > 0 } text ? text : problem.Attribute("message")?.Value ?? problem.Name.LocalName.ToUpper(CultureInfo.InvariantCulture);
}
