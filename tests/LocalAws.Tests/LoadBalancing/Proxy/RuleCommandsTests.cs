
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Proxy;

public sealed class RuleCommandsTests
{
    [Test]
    public void Rules_are_said_in_order_of_priority_with_their_texts_in_hexadecimal_digits()
    {
        var redirect = new RuleAction { Type = RuleAction.RedirectType, Redirect = new(301, "HTTPS", "#{host}", "443", "/#{path}", "#{query}") };
        var answer = new RuleAction { Type = RuleAction.FixedResponseType, FixedResponse = new(503, "text/plain", "ab") };
        var listener = States.Listener(
            answer,
            Rule(1, redirect, new RuleCondition("http-header", ["v*"], HeaderName: "X"), new RuleCondition("query-string", [], Pairs: [new("k", "v"), new(null, "w")])),
            Rule(2, answer with { FixedResponse = new(200, null, null) }, new RuleCondition("path-pattern", ["/a", "/b"])));

        var commands = RuleCommands.Of(States.Of(listener), listener);

        Assert.That(commands, Is.EqualTo(new[]
        {
            "slipway rule",
            "slipway when http-header 58 762a",
            "slipway when query-string 6b 76 - 77",
            "slipway act redirect 301 8080 68747470733a2f2f237b686f73747d3a3434332f237b706174687d3f237b71756572797d",
            "slipway rule",
            "slipway when path-pattern 2f61 2f62",
            "slipway act respond 200 746578742f706c61696e",
            "slipway rule",
            "slipway act respond 503 746578742f706c61696e 6162",
            "slipway timeout 60",
        }));
    }

    private static Rule Rule(int priority, RuleAction action, params RuleCondition[] conditions) =>
        new() { Arn = $"rule-{priority}", Priority = priority, Conditions = conditions, Action = action };
}
