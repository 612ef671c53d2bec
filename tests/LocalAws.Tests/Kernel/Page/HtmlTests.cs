
using Slipway.LocalAws.Kernel.Page;

namespace Slipway.LocalAws.Tests.Kernel.Page;

public sealed class HtmlTests
{
    [TestCase("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [TestCase("\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)")]
    [TestCase("it's & that", "it&#x27;s &amp; that")]
    [TestCase("ends with a null \0", "ends with a null &#x0;")]
    [TestCase("Grüße, 世界", "Grüße, 世界")]
    [TestCase(null, "")]
    public void A_hole_is_text(string? text, string markup) =>
        Assert.That(Html.Of($"<b title=\"{text}\">{text}</b>").ToString(), Is.EqualTo($"<b title=\"{markup}\">{markup}</b>"));

    [Test]
    public void A_hole_that_is_HTML_stays_as_it_is_and_is_encoded_once()
    {
        var inner = Html.Of($"<i>{"a < b"}</i>");

        var outer = Html.Of($"<p>{inner}{new[] { inner, inner }}{7}</p>");

        Assert.That(outer.ToString(), Is.EqualTo("<p><i>a &lt; b</i><i>a &lt; b</i><i>a &lt; b</i>7</p>"));
    }

    [Test]
    public void A_link_to_a_text_keeps_its_slashes_and_nothing_else_that_means_something_in_a_URL() => Assert.That(
        PageParts.TextLink("container-log", "task/a b?c#d\"", "log").ToString(),
        Is.EqualTo("<a href=\"/_slipway/container-log/task/a%20b%3Fc%23d%22\">log</a>"));

    [Test]
    public void A_table_has_a_caption_and_headings_with_scope() => Assert.That(
        PageParts.Table("Two", ["Name", "Is"], [[Html.Of($"a"), PageParts.State(PageTone.Bad, "FAILED")], [Html.Of($"b"), PageParts.State(PageTone.Good, null)]]).ToString(),
        Is.EqualTo(
            "<div class=\"table\" role=\"region\" aria-label=\"Two\" tabindex=\"0\"><table><caption>Two</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Is</th></tr></thead>"
            + "<tbody><tr><th scope=\"row\">a</th><td><span class=\"state bad\">FAILED</span></td></tr><tr><th scope=\"row\">b</th><td></td></tr></tbody></table></div>"));
}
