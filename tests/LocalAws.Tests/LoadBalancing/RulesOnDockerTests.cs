using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>The rules of a real listener, asked with real requests.</summary>
public sealed class RulesOnDockerTests
{
    [Test]
    public async Task Rules_decide_by_what_a_request_says()
    {
        await using var elb = await ElbServer.StartAsync();
        var port = FreePort.Next();
        var listener = await elb.ListenerAsync(await elb.LoadBalancerAsync(), port, await elb.TargetGroupAsync("web"));
        await RuleAsync("path", "Field=path-pattern", "PathPatternConfig.Values.member.1=/api/*", "PathPatternConfig.Values.member.2=/v?/x");
        await RuleAsync("host", "Field=host-header", "HostHeaderConfig.Values.member.1=*.Example.com");
        await RuleAsync("header", "Field=http-header", "HttpHeaderConfig.HttpHeaderName=X-Kind", "HttpHeaderConfig.Values.member.1=Test*");
        await RuleAsync("method", "Field=http-request-method", "HttpRequestMethodConfig.Values.member.1=DELETE");
        await RuleAsync("query", "Field=query-string", "QueryStringConfig.Values.member.1.Key=page", "QueryStringConfig.Values.member.1.Value=a b*");
        await RuleAsync("far", "Field=source-ip", "SourceIpConfig.Values.member.1=192.0.2.0/24");
        await RuleAsync("near", "Field=source-ip", "SourceIpConfig.Values.member.1=127.0.0.0/8");
        await elb.CallAsync("ModifyListener", [("ListenerArn", listener), .. Redirect()]);

        var answers = new List<string>
        {
            await AskAsync("/api/1"), await AskAsync("/API/1"), await AskAsync("/v2/x"), await AskAsync("/", "Host", "shop.example.com:80"),
            await AskAsync("/", "X-Kind", "tester"), await AskAsync("/", method: "DELETE"), await AskAsync("/?x=1&PAGE=a+B%43"), await AskAsync("/?page=b"),
        };
        await elb.CallAsync("DeleteRule", ("RuleArn", await ArnOfLastRuleAsync()));
        answers.Add(await AskAsync("/old?a=1"));

        Assert.That(answers, Is.EqualTo(new[]
        {
            "200 path", "200 near", "200 path", "200 host", "200 header", "200 method", "200 query", "200 near",
            $"302 https://127.0.0.1:{port}/new/old?a=1",
        }));

        async Task RuleAsync(string answer, params string[] condition)
        {
            var count = (await elb.CallAsync("DescribeRules", ("ListenerArn", listener))).Descendants(ElbServer.Xml + "RuleArn").Count();
            await elb.CallAsync("CreateRule",
            [
                ("ListenerArn", listener), ("Priority", count * 10), ("Actions.member.1.Type", "fixed-response"),
                ("Actions.member.1.FixedResponseConfig.StatusCode", 200), ("Actions.member.1.FixedResponseConfig.MessageBody", answer),
                .. condition.Select(pair => pair.Split('=', 2)).Select(pair => ($"Conditions.member.1.{pair[0]}", (object)pair[1])),
            ]);
        }

        async Task<string> ArnOfLastRuleAsync() =>
            (string)(await elb.CallAsync("DescribeRules", ("ListenerArn", listener))).Descendants(ElbServer.Xml + "RuleArn").SkipLast(1).Last();

        (string, object)[] Redirect() =>
        [
            ("DefaultActions.member.1.Type", "redirect"), ("DefaultActions.member.1.RedirectConfig.StatusCode", "HTTP_302"),
            ("DefaultActions.member.1.RedirectConfig.Protocol", "HTTPS"), ("DefaultActions.member.1.RedirectConfig.Path", "/new/#{path}"),
        ];

        async Task<string> AskAsync(string path, string? header = null, string? value = null, string method = "GET")
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var request = new HttpRequestMessage(new(method), new Uri($"http://127.0.0.1:{port}{path}"));
            if (header is not null)
                request.Headers.Add(header, value);
            using var response = await client.SendAsync(request);
            return $"{(int)response.StatusCode} {response.Headers.Location?.ToString() ?? await response.Content.ReadAsStringAsync()}";
        }
    }
}
