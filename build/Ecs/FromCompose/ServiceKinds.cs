namespace Slipway.Ecs.FromCompose;

/// <summary>Tells databases and caches from other services.</summary>
internal static class ServiceKinds
{
    private static readonly (string Word, ServiceKind Kind)[] Images =
    [
        ("mysql", ServiceKind.MySql), ("mariadb", ServiceKind.MySql), ("percona", ServiceKind.MySql),
        ("postgres", ServiceKind.Postgres), ("postgresql", ServiceKind.Postgres), ("postgis", ServiceKind.Postgres), ("timescaledb", ServiceKind.Postgres), ("pgvector", ServiceKind.Postgres),
        ("mongo", ServiceKind.Database), ("mongodb", ServiceKind.Database), ("mssql", ServiceKind.Database), ("cassandra", ServiceKind.Database), ("couchdb", ServiceKind.Database),
        ("elasticsearch", ServiceKind.Database), ("opensearch", ServiceKind.Database), ("neo4j", ServiceKind.Database), ("influxdb", ServiceKind.Database), ("clickhouse", ServiceKind.Database),
        ("redis", ServiceKind.Cache), ("valkey", ServiceKind.Cache), ("memcached", ServiceKind.Cache),
        ("rabbitmq", ServiceKind.Queue), ("activemq", ServiceKind.Queue), ("artemis", ServiceKind.Queue), ("kafka", ServiceKind.Queue), ("redpanda", ServiceKind.Queue), ("nats", ServiceKind.Queue), ("zookeeper", ServiceKind.Queue),
    ];

    private static readonly (string Word, ServiceKind Kind)[] Probes =
    [
        ("mysqladmin", ServiceKind.MySql), ("mariadb-admin", ServiceKind.MySql), ("pg_isready", ServiceKind.Postgres), ("redis-cli", ServiceKind.Cache), ("valkey-cli", ServiceKind.Cache),
    ];

    /// <summary>What stands beside a server and carries its name.</summary>
    private static readonly string[] Companions = ["exporter", "admin", "client", "backup", "proxy", "migrate", "migrations", "worker", "init", "seed", "ui", "commander", "express", "dashboards"];

    /// <summary>What asks a server and carries its name, and may be the application's own.</summary>
    private static readonly string[] Clients = ["consumer", "producer", "publisher", "connect", "api", "rest", "meta"];

    private static readonly char[] Digits = [.. "0123456789"];

    private static readonly string[] Tools = ["phpmyadmin", "pgadmin", "pgadmin4", "adminer", "phpredisadmin", "redisinsight", "kibana", "akhq"];

    /// <summary>What a built server's name has beside the server's, as in <c>mysql-db</c> and <c>redis-1</c>.</summary>
    private static readonly string[] Roles = ["", "db", "database", "server", "cache", "queue", "broker", "node", "primary", "replica", "master"];

    /// <summary>By the image's name, for a service that is built by its own name, and by the probe in its health check.</summary>
    public static ServiceKind Of(ComposeService service)
    {
        if (IsCompanion(service)) return ServiceKind.Application;
        var words = ServerWords(service);
        foreach (var (word, kind) in Images)
        {
            if (words.Contains(word, StringComparer.OrdinalIgnoreCase)) return kind;
        }

        var probe = string.Join(' ', service.HealthCommand);
        foreach (var (word, kind) in Probes)
        {
            if (probe.Contains(word, StringComparison.Ordinal)) return kind;
        }

        return ServiceKind.Application;
    }

    /// <summary>Whether it is a tool beside a server, and no part of the application.</summary>
    public static bool IsCompanion(ComposeService service) => Words(service).Any(word => Companions.Contains(word, StringComparer.OrdinalIgnoreCase) || Tools.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// The words of its name that may be those of a server; none for what only works with one. The name of a service that is built is the application's own and may say
    /// what it works with (<c>kafka-consumer</c>), so there it has to be the server's, with a role or a number at most.
    /// </summary>
    public static IReadOnlyList<string> ServerWords(ComposeService service)
    {
        var words = Words(service);
        if (words.Any(word => Clients.Contains(word, StringComparer.OrdinalIgnoreCase))) return [];
        return service.IsBuilt && words.Count(word => !Roles.Contains(word.TrimEnd(Digits), StringComparer.OrdinalIgnoreCase)) > 1 ? [] : words;
    }

    private static string[] Words(ComposeService service) => (service.IsBuilt ? service.Name : ImageName(service.Image ?? "")).Split(['-', '_', '.']);

    /// <summary>The last part of a reference, without tag and digest: <c>postgis</c> of <c>docker.io/postgis/postgis:16-3.4</c>.</summary>
    public static string ImageName(string reference)
    {
        var name = reference.Split('@')[0];
        return name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
    }
}
