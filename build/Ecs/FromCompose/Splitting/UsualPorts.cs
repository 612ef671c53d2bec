namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>Ports that a text does not say, because everybody knows them.</summary>
internal static class UsualPorts
{
    /// <summary>By the scheme of a URL.</summary>
    public static readonly IReadOnlyDictionary<string, int> OfSchemes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["http"] = 80,
        ["ws"] = 80,
        ["https"] = 443,
        ["wss"] = 443,
        ["redis"] = 6379,
        ["rediss"] = 6379,
        ["postgres"] = 5432,
        ["postgresql"] = 5432,
        ["mysql"] = 3306,
        ["mariadb"] = 3306,
        ["amqp"] = 5672,
        ["amqps"] = 5671,
        ["mongodb"] = 27017,
        ["nats"] = 4222,
        ["smtp"] = 25,
        ["memcached"] = 11211,
        ["mqtt"] = 1883,
    };

    /// <summary>By a word of the server's name.</summary>
    private static readonly (string Word, int[] Ports)[] OfServers =
    [
        ("memcached", [11211]), ("rabbitmq", [5672, 15672]), ("activemq", [61616]), ("artemis", [61616]), ("kafka", [9092]), ("redpanda", [9092]), ("nats", [4222]), ("zookeeper", [2181]),
        ("mongo", [27017]), ("mongodb", [27017]), ("elasticsearch", [9200]), ("opensearch", [9200]), ("mssql", [1433]), ("cassandra", [9042]), ("couchdb", [5984]), ("neo4j", [7687, 7474]),
        ("influxdb", [8086]), ("clickhouse", [8123, 9000]), ("mailhog", [1025, 8025]), ("mailpit", [1025, 8025]), ("mailcatcher", [1025, 1080]), ("maildev", [1025, 1080]), ("minio", [9000]), ("localstack", [4566]),
    ];

    /// <summary>Where a server of this kind listens unless it is told otherwise; empty for the application's own.</summary>
    public static IReadOnlyList<int> Of(ComposeService service)
    {
        var words = service.Kind == ServiceKind.Application ? [ServiceKinds.ImageName(service.Image ?? "")] : ServiceKinds.ServerWords(service);
        foreach (var (word, ports) in OfServers)
        {
            if (words.Contains(word, StringComparer.OrdinalIgnoreCase)) return ports;
        }

        return service.Kind switch { ServiceKind.MySql => [3306], ServiceKind.Postgres => [5432], ServiceKind.Cache => [6379], _ => [] };
    }
}
