namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Where the images of databases, queues and the like keep their data: the volumes that they declare.</summary>
internal static class DataPaths
{
    private static readonly string[] Paths =
    [
        "/bitnami", "/data/db", "/meili_data", "/opt/couchdb/data", "/prometheus", "/qdrant/storage", "/usr/share/elasticsearch/data", "/usr/share/opensearch/data",
        "/var/lib/cassandra", "/var/lib/clickhouse", "/var/lib/couchdb", "/var/lib/elasticsearch", "/var/lib/grafana", "/var/lib/influxdb", "/var/lib/influxdb2", "/var/lib/kafka", "/var/lib/mongodb",
        "/var/lib/mysql", "/var/lib/neo4j", "/var/lib/postgresql", "/var/lib/rabbitmq", "/var/lib/redis", "/var/lib/zookeeper", "/var/opt/mssql", "/var/solr",
    ];

    /// <summary>Images that keep their data in <c>/data</c>, a name that applications use for anything.</summary>
    private static readonly string[] InData = ["redis", "valkey", "keydb", "minio", "neo4j", "zookeeper", "surrealdb", "dgraph", "memgraph"];

    public static bool IsOfDatabase(ComposeService service, string target)
    {
        // A file in it is configuration.
        if (Path.HasExtension(target)) return false;
        var path = target.TrimEnd('/') + "/";
        return Paths.Any(data => path.StartsWith(data + "/", StringComparison.Ordinal))
            || (path.StartsWith("/data/", StringComparison.Ordinal) && !service.IsBuilt && ServiceKinds.ImageName(service.Image ?? "").Split('-', '_').Any(InData.Contains));
    }
}
