using System.Globalization;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class SettingsReaderTests
{
    [Test]
    public void The_starting_point_of_the_design_is_read_whole()
    {
        var settings = SettingsText.Parse(SettingsText.StartingPoint, "staging");

        Assert.That(Outline(settings), Is.EqualTo(
            """
            tutorbloc in staging of local, staging, production, eu-west-2, 170904582664, from docker-compose.yml
            image app: tutorbloc.app as {env} {env}-{build} {commit} for app, slipway.yml:6:3
            image nginx: tutorbloc.app.nginx as {env} {env}-{build} {commit} for nginx, slipway.yml:7:3
            image redis: redis as {env} for redis, slipway.yml:8:3
            pull blackbox: tutorbloc.blackbox:{env} for blackbox published by nobody, slipway.yml:10:3
            secret s3://tutorbloc-app/env-configurations/{env}/.env to .env, slipway.yml:13:5
            secret s3://tutorbloc-app/env-configurations/{env}/APNS-Key.p8 to storage/APNS-Key.p8, slipway.yml:14:5
            database mysql-db-test: MySql at 3306 within 120 s, slipway.yml:15:1
            migrate app: php|artisan|migrate|--database=mysql_test|--force within 600 s, report none, slipway.yml:16:1
            test app: vendor/bin/phpunit within 600 s, report storage/phpunit.xml, slipway.yml:17:1
            deploy Rolling staging/staging-app with taskdefs/{env}-taskdef.json and appspec.yaml, tasks: unsaid, within 900 s, slipway.yml:20:17

            """));
    }

    [TestCase("local", true)]
    [TestCase("local-fargate", true)]
    [TestCase("local-77", true)]
    [TestCase("locale", false)]
    [TestCase("local_fargate", false)]
    [TestCase("staging-local", false)]
    [TestCase("Local", false)]
    public void Local_and_names_that_begin_with_it_are_rehearsals(string environment, bool isRehearsal)
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("  local:", $"  {environment}:", StringComparison.Ordinal), environment);

        Assert.That(settings.IsRehearsal, Is.EqualTo(isRehearsal));
    }

    [Test]
    public void Every_key_of_the_vocabulary_is_read()
    {
        var settings = SettingsText.Parse(
            """
            application: shop
            region: us-gov-east-1
            account: 012345678901
            compose: { files: [docker-compose.yml, deploy/override.yml] }
            tags: ["{env}-{branch}"]
            images:
              web: { repository: team/shop.web, container: front, tags: ["{region}", latest] }
            pull:
              maps: { repository: maps, tag: 1.10, container: geo, publish: [app/maps/publish.sh, "--quiet", ""] }
            secrets:
              - { from: "s3://{account}-secrets/{branch}/key", to: "certs/{env}.crt" }
            database: { service: db, kind: postgres, port: 6432, timeout: 1h30m }
            migrate: { service: web, command: [bin/migrate, 3], timeout: 90s }
            test: { service: web, command: [bin/test], report: /tmp/junit.xml, timeout: 20m }
            deploy: { strategy: artifacts-only, cluster: main, service: web, taskDefinition: "ecs/{env}.json", appspec: ecs/appspec.yaml, desiredCount: 0, timeout: 2m30s }
            verify: { url: "https://{env}.example.org/health", status: 204, timeout: 10s }
            skip: [migrate, PHPUnit]
            environments: { live: }
            """,
            "live");

        Assert.That(Outline(settings), Is.EqualTo(
            """
            shop in live of live, us-gov-east-1, 012345678901, from docker-compose.yml deploy/override.yml
            image web: team/shop.web as {region} latest for front, slipway.yml:7:3
            pull maps: maps:1.10 for geo published by app/maps/publish.sh|--quiet|, slipway.yml:9:3
            secret s3://{account}-secrets/{branch}/key to certs/{env}.crt, slipway.yml:11:5
            database db: Postgres at 6432 within 5400 s, slipway.yml:12:1
            migrate web: bin/migrate|3 within 90 s, report none, slipway.yml:13:1
            test web: bin/test within 1200 s, report /tmp/junit.xml, slipway.yml:14:1
            deploy ArtifactsOnly main/web with ecs/{env}.json and ecs/appspec.yaml, tasks: 0, within 150 s, slipway.yml:15:1
            verify https://{env}.example.org/health answers 204 within 10 s, slipway.yml:16:1
            skip Migrate, slipway.yml:17:8
            skip PhpUnit, slipway.yml:17:17

            """));
    }

    [Test]
    public void The_least_that_is_valid_gets_the_defaults()
    {
        var settings = SettingsText.Parse(SettingsText.Smallest);

        Assert.That(Outline(settings), Is.EqualTo(
            """
            shop in local of local, staging, eu-west-2, no account, from docker-compose.yml
            image app: shop.app as {env} {env}-{build} {commit} for app, slipway.yml:4:3
            deploy Rolling local/shop with taskdefs/{env}-taskdef.json and appspec.yaml, tasks: unsaid, within 900 s, slipway.yml:6:12

            """));
    }

    [Test]
    public void An_environment_merges_mappings_and_replaces_lists()
    {
        const string Text =
            """
            application: shop
            region: eu-west-2
            compose: { files: [docker-compose.yml] }
            images: { app: { repository: shop.app } }
            migrate: { service: app, command: [old, command], timeout: 5m }
            deploy: { strategy: rolling, cluster: main, service: shop }
            skip: [Migrate]
            environments:
              live:
                compose: { files: [docker-compose.yml, live.yml] }
                images: { app: { container: web }, cron: { repository: shop.cron } }
                migrate: { command: [new] }
                deploy: { cluster: live }
                skip: []
              other:
            """;

        var live = SettingsText.Parse(Text, "live");
        var other = SettingsText.Parse(Text, "other");

        Assert.That(Outline(live), Is.EqualTo(
            """
            shop in live of live, other, eu-west-2, no account, from docker-compose.yml live.yml
            image app: shop.app as {env} {env}-{build} {commit} for web, slipway.yml:11:15
            image cron: shop.cron as {env} {env}-{build} {commit} for cron, slipway.yml:11:40
            migrate app: new within 300 s, report none, slipway.yml:12:5
            deploy Rolling live/shop with taskdefs/{env}-taskdef.json and appspec.yaml, tasks: unsaid, within 900 s, slipway.yml:13:5

            """));
        Assert.That(Outline(other), Is.EqualTo(
            """
            shop in other of live, other, eu-west-2, no account, from docker-compose.yml
            image app: shop.app as {env} {env}-{build} {commit} for app, slipway.yml:4:11
            migrate app: old|command within 300 s, report none, slipway.yml:5:1
            deploy Rolling main/shop with taskdefs/{env}-taskdef.json and appspec.yaml, tasks: unsaid, within 900 s, slipway.yml:6:1
            skip Migrate, slipway.yml:7:8

            """));
    }

    [TestCase("deploy.service", "slipway.yml:6:57")]
    [TestCase("deploy.appspec", "slipway.yml:6:12")]
    [TestCase("images.app.repository", "slipway.yml:4:10")]
    [TestCase("images.app.tags[0]", "slipway.yml:4:3")]
    [TestCase("verify.url", "slipway.yml")]
    public void A_key_has_a_place_and_a_default_has_that_of_the_key_around_it(string path, string place)
    {
        var settings = SettingsText.Parse(SettingsText.Smallest);

        var found = settings.PlaceOf(path).ToString();

        Assert.That(found, Is.EqualTo(place));
    }

    [Test]
    public void A_file_in_another_style_with_an_anchor_is_the_same()
    {
        var settings = SettingsText.Parse(
            """
            %YAML 1.2
            ---
            "application": 'shop'
            region: >-
              eu-west-2
            images: &images
              ? app
              : repository: shop.app
            environments:
              local: &where
                images: *images
                deploy: {"strategy":"rolling",cluster: local,
                  service: shop}
              staging: *where
            ...
            """,
            "staging");

        Assert.That(Outline(settings), Is.EqualTo(
            """
            shop in staging of local, staging, eu-west-2, no account, from docker-compose.yml
            image app: shop.app as {env} {env}-{build} {commit} for app, slipway.yml:7:5
            deploy Rolling local/shop with taskdefs/{env}-taskdef.json and appspec.yaml, tasks: unsaid, within 900 s, slipway.yml:12:5

            """));
    }

    private static string Outline(Settings settings)
    {
        var lines = new List<string>
        {
            $"{settings.Application} in {settings.Environment} of {string.Join(", ", settings.Environments)}, {settings.Region}, "
                + $"{settings.Account ?? "no account"}, from {string.Join(' ', settings.Compose.Files)}",
        };
        lines.AddRange(settings.Images.Select(image => $"image {image.Service}: {image.Repository} as {string.Join(' ', image.Tags)} for {string.Join(' ', image.Containers)}, {image.Place}"));
        lines.AddRange(settings.Pull.Select(pull => $"pull {pull.Service}: {pull.Repository}:{pull.Tag} for {string.Join(' ', pull.Containers)} published by {Join(pull.Publish)}, {pull.Place}"));
        lines.AddRange(settings.Secrets.Select(secret => $"secret {secret.From} to {secret.To}, {secret.Place}"));

        if (settings.Database is { } database)
            lines.Add($"database {database.Service}: {database.Kind} at {database.Port} within {Seconds(database.Timeout)}, {database.Place}");

        lines.AddRange(settings.Migrate.Select(step => $"migrate {Outline(step)}"));
        lines.AddRange(settings.Test.Select(step => $"test {Outline(step)}"));

        var (deploy, service) = (settings.Deploy, settings.Service);
        lines.Add(
            $"deploy {service.Strategy} {deploy.Cluster}/{service.EcsName} with {service.TaskDefinition} and {service.Appspec}, "
                + $"tasks: {service.DesiredCount?.ToString(CultureInfo.InvariantCulture) ?? "unsaid"}, within {Seconds(deploy.Timeout)}, {deploy.Place}");
        lines.AddRange(settings.Verify.Select(verify => $"verify {verify.Url} answers {verify.Status} within {Seconds(verify.Timeout)}, {verify.Place}"));
        lines.AddRange(settings.Skip.Select(skip => $"skip {skip.Task}, {skip.Place}"));

        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Outline(StepSettings step) =>
        $"{step.Service}: {Join(step.Command)} within {Seconds(step.Timeout)}, report {step.Report ?? "none"}, {step.Place}";

    private static string Join(IReadOnlyList<string>? command) => command is null ? "nobody" : string.Join('|', command);

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds} s";
}
