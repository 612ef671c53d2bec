namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>What is allowed, and is a copy that nobody adapted more often than it is meant.</summary>
public sealed class WarningsTests
{
    private const string Above =
        """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        deploy: { strategy: rolling, cluster: main, service: shop }
        environments: { prod: , prod-eu: , staging: , local: }

        """;

    [TestCase("s3://shop/env/staging/key", true)]
    [TestCase("s3://staging/key", true)]
    [TestCase("secretsmanager://shop/staging#key", true)]
    [TestCase("secretsmanager://arn:aws:secretsmanager:eu-west-2:170904582664:secret:staging/shop", true)]
    [TestCase("ssm:///staging/key", true)]
    [TestCase("s3://shop/{env}/key", false)]
    [TestCase("s3://shop/prod/key", false)]
    [TestCase("s3://shop/key-of-staging", false)]
    [TestCase("s3://shop/Staging/key", false)]
    public void A_secret_under_another_environments_name_is_warned_of(string from, bool isWarned)
    {
        var text = $"{Above}secrets: [{{ from: \"{from}\", to: key }}]\n";

        var warnings = SettingsText.Parse(text, "prod").Warnings.Select(warning => warning.ToString());

        Assert.That(warnings, Is.EqualTo(isWarned
            ? new[] { $"slipway.yml:6:19: warning SLP015: environment 'prod' takes '{from}', which is under the name of environment 'staging'; write '{{env}}' in its place, or add 'shared: true' when both are to have the same secret" }
            : []));
    }

    [Test]
    public void A_secret_that_is_shared_is_not_warned_of()
    {
        var settings = SettingsText.Parse($"{Above}secrets: [{{ from: s3://shop/staging/key, to: key, shared: true }}]\n", "prod");

        Assert.That(settings.Warnings, Is.Empty);
        Assert.That(settings.Secrets.Single().Shared, Is.True);
    }

    [Test]
    public void The_environment_whose_name_it_is_is_not_warned_of()
    {
        var settings = SettingsText.Parse($"{Above}secrets: [{{ from: s3://shop/staging/key, to: key }}]\n", "staging");

        Assert.That(settings.Warnings, Is.Empty);
    }

    [TestCase("prod", "taskdefs/staging-taskdef.json", "staging")]
    [TestCase("prod", "staging/taskdef.json", "staging")]
    [TestCase("prod", "taskdefs/prod-eu-taskdef.json", "prod-eu")]
    [TestCase("prod-eu", "taskdefs/prod-eu-taskdef.json", null)]
    [TestCase("prod-eu", "taskdefs/prod-taskdef.json", "prod")]
    [TestCase("prod", "taskdefs/production.json", null)]
    [TestCase("prod", "taskdefs/{env}-taskdef.json", null)]
    public void A_task_definition_of_another_environment_is_warned_of(string environment, string file, string? other)
    {
        var text = Above.Replace("service: shop }", $"service: shop, taskDefinition: \"{file}\" }}", StringComparison.Ordinal);

        var warnings = SettingsText.Parse(text, environment).Warnings.Select(warning => warning.ToString());

        Assert.That(warnings, Is.EqualTo(other is null
            ? []
            : new[] { $"slipway.yml:4:76: warning SLP015: environment '{environment}' takes '{file}', which is under the name of environment '{other}'; write '{{env}}' in its place, and give each environment a task definition of its own" }));
    }
}
