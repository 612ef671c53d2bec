using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Tests.Commands.Lint;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>The Terraform modules of <c>infra/</c>: their own tests, and the example with its own file of variables against moto.</summary>
public sealed partial class InfraTests
{
    private static readonly string Infra = Path.Combine(Workspace.Repository, "infra");

    [Test]
    public async Task Modules_are_formatted_and_pass_their_tests()
    {
        if (TerraformProvider.Missing is { } reason) Assert.Ignore(reason);
        using var folder = new TerraformFolder(Infra, "tests", aws: null);
        await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

        var unformatted = await folder.RunAsync(0, "fmt", "-check", "-recursive", "..");
        var said = await folder.RunAsync(0, "test");

        Assert.That(unformatted, Is.Empty);
        Assert.That(Directory.GetFiles(Path.Combine(Infra, "tests"), "*.tftest.hcl").Select(Path.GetFileNameWithoutExtension).Select(name => name!.Replace(".tftest", "")), Is.EquivalentTo(Directory.GetDirectories(Path.Combine(Infra, "modules")).Select(Path.GetFileName).Append("example")));
        Assert.That(Passed().Match(said).Groups[1].Value, Is.EqualTo("0"), said);
    }

    [Test]
    public async Task The_example_is_applied_has_nothing_to_change_feeds_slipway_yml_and_is_destroyed_to_nothing()
    {
        if ((TerraformProvider.Missing ?? MotoProcess.Missing) is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(new Dictionary<string, string?> { ["MOTO_ACM_VALIDATION_WAIT"] = "0" }, CancellationToken.None);
        using var aws = new HttpClient { BaseAddress = moto.Endpoint };
        using var folder = new TerraformFolder(Infra, "example", moto.Endpoint);
        string[] variables = ["-input=false", "-var-file=terraform.tfvars.example", $"-var=zone_id={await CreateZoneAsync(aws)}", "-var=codebuild_location=codepipeline", "-var=create_pipeline=false", "-var=force_destroy=true"];
        await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

        await folder.RunAsync(0, ["apply", "-auto-approve", .. variables]);
        var unchanged = await folder.RunAsync(0, ["plan", "-detailed-exitcode", .. variables]);
        var outputs = JsonNode.Parse(await folder.RunAsync(0, "output", "-json"))!;
        foreach (var version in new[] { "1", "2" })
            await PutAsync(aws, "/shop-configuration-123456789012/env-configurations/staging/.env", $"VERSION={version}");
        var held = await BucketsAsync(aws);
        await folder.RunAsync(0, ["destroy", "-auto-approve", "-refresh=false", .. variables]);

        Assert.That(unchanged, Does.Contain("No changes."));
        Assert.That(Lint((string)outputs["slipway_yml"]!["value"]!), Is.Empty);
        Assert.That(held, Is.EquivalentTo(new[] { "shop-artifacts-123456789012", "shop-configuration-123456789012" }));
        Assert.That((await folder.RunAsync(0, "state", "list"), await BucketsAsync(aws)), Is.EqualTo(("", Array.Empty<string>())));
    }

    /// <summary>What Lint finds in a slipway.yml with these environments, and with task definitions that have the example's container.</summary>
    private static string[] Lint(string environments)
    {
        var text = $"""
            application: shop
            region: eu-west-2
            account: "123456789012"
            images:
              nginx: {"{"} repository: shop.nginx {"}"}
            {environments}
            """;
        return [.. new[] { "staging", "production" }.SelectMany(environment => Lint(text, environment))];
    }

    private static string[] Lint(string text, string environment)
    {
        var settings = SettingsReader.Parse(text, "slipway.yml", environment);
        using var folder = new LintedFolder();
        folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));
        return folder.With($"taskdefs/{environment}-taskdef.json", $$"""
            {
              "family": "{{environment}}-app", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
              "executionRoleArn": "arn:aws:iam::123456789012:role/shop-{{environment}}-execution",
              "containerDefinitions": [{ "name": "nginx", "image": "nginx", "portMappings": [{ "containerPort": 80 }] }]
            }
            """).Lint();
    }

    private static async Task<string> CreateZoneAsync(HttpClient aws)
    {
        using var body = new StringContent("""<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>shop.example</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>""", Encoding.UTF8, "application/xml");
        using var answer = await SendAsync(aws, HttpMethod.Post, "/2013-04-01/hostedzone", "route53", body);
        return ZoneId().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    private static async Task PutAsync(HttpClient aws, string path, string text)
    {
        using var body = new StringContent(text);
        using var answer = await SendAsync(aws, HttpMethod.Put, path, "s3", body);
    }

    private static async Task<string[]> BucketsAsync(HttpClient aws)
    {
        using var answer = await SendAsync(aws, HttpMethod.Get, "/", "s3", body: null);
        return [.. BucketName().Matches(await answer.Content.ReadAsStringAsync()).Select(match => match.Groups[1].Value)];
    }

    /// <summary>moto finds the service in the scope of the signature, which it does not verify.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient aws, HttpMethod method, string path, string service, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", $"Credential=test/20260101/eu-west-2/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return (await aws.SendAsync(request)).EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"passed, (\d+) failed")]
    private static partial Regex Passed();

    [GeneratedRegex("<Id>/hostedzone/([^<]+)</Id>")]
    private static partial Regex ZoneId();

    [GeneratedRegex(@"<Bucket>\s*<Name>([^<]+)</Name>")]
    private static partial Regex BucketName();
}
