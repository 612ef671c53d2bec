
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Texts of slipway.yml, and reading them as the pipeline does.</summary>
internal static class SettingsText
{
    public static readonly string[] TaskNames =
        ["DownloadSecrets", "ComposeUp", "WaitForDb", "Migrate", "PhpUnit", "TagImages", "PushEcr", "EmitArtifacts", "Deploy"];

    /// <summary>The starting point of the design, word for word but for the dots.</summary>
    public const string StartingPoint =
        """
        application: tutorbloc
        region: eu-west-2
        account: "170904582664"
        compose: { files: [docker-compose.yml] }
        images:                                  # Compose service: where it goes
          app:   { repository: tutorbloc.app }
          nginx: { repository: tutorbloc.app.nginx }
          redis: { repository: redis, tags: ["{env}"] }
        pull:
          blackbox: { repository: tutorbloc.blackbox, tag: "{env}" }
        tags: ["{env}", "{env}-{build}", "{commit}"]
        secrets:
          - { from: "s3://tutorbloc-app/env-configurations/{env}/.env", to: .env }
          - { from: "s3://tutorbloc-app/env-configurations/{env}/APNS-Key.p8", to: storage/APNS-Key.p8 }
        database: { service: mysql-db-test, timeout: 120s }
        migrate: { service: app, command: [php, artisan, migrate, "--database=mysql_test", "--force"] }
        test: { service: app, command: [vendor/bin/phpunit], report: storage/phpunit.xml }
        environments:
          local:      { deploy: { strategy: rolling, cluster: local, service: tutorbloc } }
          staging:    { deploy: { strategy: rolling, cluster: staging, service: staging-app } }
          production: { skip: [WaitForDb, Migrate, PhpUnit], deploy: { strategy: blue-green } }

        """;

    /// <summary>The least that is valid. Tests put their mistake into it, or below it from line 8 on.</summary>
    public const string Smallest =
        """
        application: shop
        region: eu-west-2
        images:
          app: { repository: shop.app }
        environments:
          local: { deploy: { strategy: rolling, cluster: local, service: shop } }
          staging: { deploy: { strategy: rolling, cluster: staging, service: shop } }

        """;

    public static Settings Parse(string text, string environment = "local") =>
        SettingsReader.Parse(text, "slipway.yml", environment, TaskNames);

    /// <summary>The whole message of the failure.</summary>
    public static string Mistakes(string text, string environment = "local") =>
        Assert.Throws<ConfigurationException>(() => Parse(text, environment))?.Message ?? string.Empty;
}
