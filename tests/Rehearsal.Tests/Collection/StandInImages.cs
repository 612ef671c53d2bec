using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Collection;

/// <summary>
/// The public images of the collection's applications, under their own names, while its tests run: no registry can be reached. What had such a name before has it again
/// when they are disposed.
/// </summary>
internal sealed class StandInImages : IAsyncDisposable
{
    private const string Database = "pg_isready psql";
    private const string MySql = "MYSQL_ROOT_PASSWORD|MYSQL_RANDOM_ROOT_PASSWORD|MYSQL_ALLOW_EMPTY_PASSWORD";
    private const string Postgres = "POSTGRES_PASSWORD|POSTGRES_PASSWORD_FILE|POSTGRES_HOST_AUTH_METHOD";

    private static readonly StandInImage[] All =
    [
        StandInImage.Language("alpine:3.20", "apk wget"),
        StandInImage.Server("axllent/mailpit:latest", 8025, 1025),
        StandInImage.Server("confluentinc/cp-kafka:7.6.1", 9092, 29092) with { Needs = "KAFKA_ZOOKEEPER_CONNECT KAFKA_ADVERTISED_LISTENERS", Tools = "kafka-topics" },
        StandInImage.Server("confluentinc/cp-zookeeper:7.6.1", 2181) with { Needs = "ZOOKEEPER_CLIENT_PORT" },
        new StandInImage("cypress/included:13.14.2") { Command = "true" },
        StandInImage.Language("eclipse-temurin:17-jre", "java apt-get"),
        StandInImage.Language("eclipse-temurin:21-jre", "java apt-get"),
        StandInImage.Server("elasticsearch:8.15.0", 9200, 9300) with { Tools = "curl" },
        StandInImage.Server("ghost:5-alpine", 2368) with { Tools = "node wget" },
        StandInImage.Server("gitea/gitea:1.22", 3000, 22) with { Tools = "curl" },
        StandInImage.Language("golang:1.23-alpine", "go apk wget"),
        StandInImage.Server("grafana/grafana:11.2.0", 3000) with { Tools = "curl wget" },
        StandInImage.Server("kibana:8.15.0", 5601) with { Tools = "curl" },
        StandInImage.Server("logstash:8.15.0", 5000, 5044, 9600) with { Tools = "curl" },
        StandInImage.Server("mariadb:10.11", 3306) with { Needs = MySql },
        StandInImage.Language("maven:3.9-eclipse-temurin-17", "mvn java apt-get"),
        StandInImage.Language("maven:3.9-eclipse-temurin-21", "mvn java apt-get"),
        StandInImage.Language("mcr.microsoft.com/dotnet/aspnet:9.0", "dotnet apt-get"),
        StandInImage.Language("mcr.microsoft.com/dotnet/sdk:9.0", "dotnet apt-get curl"),
        StandInImage.Server("mcr.microsoft.com/mssql/server:2022-latest", 1433) with { Needs = "ACCEPT_EULA MSSQL_SA_PASSWORD", Tools = "sqlcmd" },
        StandInImage.Server("mongo:7", 27017),
        StandInImage.Server("mysql:8.0", 3306) with { Needs = MySql, Tools = "mysqladmin" },
        StandInImage.Server("mysql:8.4", 3306) with { Needs = MySql, Tools = "mysqladmin" },
        StandInImage.Server("nextcloud:29-apache", 80) with { Tools = "curl" },
        StandInImage.Language("nginx:1.27-alpine", "nginx wget curl apk"),
        StandInImage.Language("node:18-slim", "node npm apt-get"),
        StandInImage.Language("node:22-alpine", "node npm apk wget"),
        StandInImage.Language("php:8.3-fpm-alpine", "php-fpm php docker-php-ext-install apk curl wget"),
        StandInImage.Server("postgis/postgis:16-3.4", 5432) with { Needs = Postgres, Tools = Database },
        StandInImage.Server("postgres:15-alpine", 5432) with { Needs = Postgres, Tools = $"{Database} wget" },
        StandInImage.Server("postgres:16", 5432) with { Needs = Postgres, Tools = Database },
        StandInImage.Server("postgres:16-alpine", 5432) with { Needs = Postgres, Tools = $"{Database} wget" },
        StandInImage.Server("prom/node-exporter:v1.8.2", 9100) with { Tools = "wget" },
        StandInImage.Server("prom/prometheus:v2.54.1", 9090) with { Tools = "wget" },
        StandInImage.Language("python:3.11-slim", "python pip apt-get"),
        StandInImage.Language("python:3.12-alpine", "python pip apk wget"),
        StandInImage.Language("python:3.12-slim", "python pip apt-get"),
        StandInImage.Server("quay.io/keycloak/keycloak:25.0", 8080, 9000),
        StandInImage.Server("redis:7", 6379) with { Tools = "redis-cli" },
        StandInImage.Server("redis:7-alpine", 6379) with { Tools = "redis-cli wget" },
        StandInImage.Server("redis:alpine", 6379) with { Tools = "redis-cli wget" },
        StandInImage.Language("ruby:3.3-slim", "ruby bundle apt-get"),
        StandInImage.Server("traefik:v3.1", 80, 8080) with { Tools = "wget" },
        StandInImage.Server("valkey/valkey:8-alpine", 6379) with { Tools = "redis-cli wget" },
        StandInImage.Server("wordpress:6.6-php8.3-apache", 80) with { Tools = "curl php" },
    ];

    private readonly string _base = $"slipway-tests-stand-in:{Guid.NewGuid():N}";
    private readonly string _container = $"slipway-tests-stand-in-{Guid.NewGuid():N}";

    /// <summary>What had a name before, by the name.</summary>
    private readonly Dictionary<string, string> _before = [];

    private StandInImages()
    {
    }

    /// <param name="used">The texts that name the images that are needed; the others are not made.</param>
    public static async Task<StandInImages> CreateAsync(string used)
    {
        var images = new StandInImages();
        try
        {
            var folder = Path.Join(Workspace.Repository, "tests/Rehearsal.Tests/Collection/StandIn");
            await RehearsalCopy.DockerAsync("build", "--quiet", "--label", TestLabel.Argument, "--tag", images._base, folder);
            await RehearsalCopy.DockerAsync("create", "--label", TestLabel.Argument, "--name", images._container, images._base);
            foreach (var image in All.Where(image => used.Contains(image.Name.Replace(":latest", "", StringComparison.Ordinal), StringComparison.Ordinal))) await images.MakeAsync(image);
            return images;
        }
        catch
        {
            await images.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, id) in _before)
        {
            if (id.Length > 0) await RehearsalCopy.DockerAsync("tag", id, name);
            else await RehearsalCopy.ForgetImagesAsync(name);
        }

        await RehearsalCopy.DockerAsync("rm", "--force", _container);
        await RehearsalCopy.ForgetImagesAsync(_base);
    }

    /// <summary>From one container, which never ran: nothing but the configuration differs.</summary>
    private async Task MakeAsync(StandInImage image)
    {
        // One that a killed run has left is no other.
        var found = await CommandRunner.RunAsync(new("docker", "image", "inspect", "--format", $$$"""{{.Id}} {{index .Config.Labels "{{{TestLabel.Name}}}"}}""", image.Name), CancellationToken.None);
        _before[image.Name] = found.ExitCode == 0 && found.Output.Split(' ', 2) is [var id, var label] && label.Trim().Length == 0 ? id : "";
        string[] run = image.Command.Length > 0 ? ["--change", $"CMD [\"{image.Command}\"]"] : ["--change", "ENTRYPOINT [\"stand-in\"]", "--change", $"ENV STAND_IN_PORTS=\"{string.Join(' ', image.Ports)}\""];
        await RehearsalCopy.DockerAsync(["commit", "--change", $"ENV STAND_IN_NEEDS=\"{image.Needs}\"", "--change", $"ENV STAND_IN_TOOLS=\"{image.Tools}\"", .. run, _container, image.Name]);
    }
}
