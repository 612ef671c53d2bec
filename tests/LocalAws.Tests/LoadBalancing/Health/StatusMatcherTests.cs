using System.Net;
using Slipway.LocalAws.LoadBalancing.Health;

namespace Slipway.LocalAws.Tests.LoadBalancing.Health;

public sealed class StatusMatcherTests
{
    [TestCase("200", "200", "201,199,301")]
    [TestCase("200-299", "200,204,299", "199,300,404")]
    [TestCase("200,301", "200,301", "201,302")]
    [TestCase("200-202,404", "200,201,202,404", "203,403")]
    public void A_matcher_is_met_by_its_statuses_and_no_others(string text, string good, string bad)
    {
        var matcher = StatusMatcher.TryParse(text)!;

        Assert.That(Codes(good).Select(matcher.Matches), Is.All.True);
        Assert.That(Codes(bad).Select(matcher.Matches), Is.All.False);
    }

    [TestCase("")]
    [TestCase("abc")]
    [TestCase("199")]
    [TestCase("500")]
    [TestCase("299-200")]
    [TestCase("200-")]
    [TestCase("200-202-204")]
    [TestCase("200,,201")]
    public void What_is_no_matcher_is_refused(string text)
    {
        var matcher = StatusMatcher.TryParse(text);

        Assert.That(matcher, Is.Null);
    }

    private static IEnumerable<HttpStatusCode> Codes(string list) => list.Split(',').Select(code => (HttpStatusCode)int.Parse(code));
}
