
using Slipway.Pipeline.Build.Compose;

namespace Slipway.Pipeline.Tests.Build.Compose;

public sealed class TestReportTests
{
    [Test]
    public void Cases_are_found_in_the_nested_suites_of_phpunit()
    {
        var report = TestReport.Parse(
            """
            <?xml version="1.0"?>
            <testsuites><testsuite name="all" tests="4"><testsuite name="Feature">
              <testcase name="testShowsRows" class="Tests\Feature\PageTest"/>
              <testcase name="testCounts" class="Tests\Feature\PageTest"><failure type="X">Tests\Feature\PageTest::testCounts
            Failed asserting that 2 is 3.
            PageTest.php:12</failure></testcase>
              <testcase name="testBreaks" class="Tests\Feature\PageTest"><error message="no database"/></testcase>
              <testcase name="testLater" class="Tests\Feature\PageTest"><skipped/></testcase>
            </testsuite></testsuite></testsuites>
            """);

        Assert.That((report.Tests, report.Skipped), Is.EqualTo((4, 1)));
        Assert.That(report.Failed, Is.EqualTo(new[]
        {
            new FailedTest(@"Tests\Feature\PageTest::testCounts", "Failed asserting that 2 is 3.\nPageTest.php:12"),
            new FailedTest(@"Tests\Feature\PageTest::testBreaks", "no database"),
        }));
    }

    [Test]
    public void A_report_cannot_reach_for_files_through_a_document_type()
    {
        const string Text = """<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><testsuites><testcase name="&f;"/></testsuites>""";

        Assert.That(() => TestReport.Parse(Text), Throws.InstanceOf<System.Xml.XmlException>());
    }

    [Test]
    public void A_report_is_rewritten_as_it_reads_and_stays_a_report()
    {
        const string Text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
              <testcase name="a &quot;b&quot;"><failure>x &lt;y&gt; z</failure><system-out><![CDATA[x <y> z]]></system-out></testcase>
            </testsuites>

            """;

        var rewritten = TestReport.Rewrite(Text, text => text.Replace("\"b\"", "1").Replace("<y>", "2"));

        Assert.That(rewritten, Is.EqualTo("""
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
              <testcase name="a 1"><failure>x 2 z</failure><system-out><![CDATA[x 2 z]]></system-out></testcase>
            </testsuites>

            """));
    }

    [Test]
    public void A_report_that_is_not_whole_is_rewritten_as_it_stands() =>
        Assert.That(TestReport.Rewrite("<testsuites><testcase name=\"secret", text => text.Replace("secret", "?")), Is.EqualTo("<testsuites><testcase name=\"?"));
}
