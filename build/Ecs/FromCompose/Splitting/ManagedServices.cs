namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>
/// What AWS, or nobody, has in the place of a server that an application brings along for development: it is in the rehearsal, and no other environment deploys it.
/// </summary>
internal static class ManagedServices
{
    /// <summary>By a word of the image's name, where more is known than the kind of server.</summary>
    private static readonly (string Word, string Name)[] Stores =
    [
        ("memcached", "ElastiCache"), ("rabbitmq", "Amazon MQ"), ("activemq", "Amazon MQ"), ("artemis", "Amazon MQ"), ("kafka", "MSK"), ("redpanda", "MSK"), ("zookeeper", "MSK"), ("mongo", "DocumentDB"), ("mongodb", "DocumentDB"),
        ("elasticsearch", "OpenSearch Service"), ("opensearch", "OpenSearch Service"), ("cassandra", "Keyspaces"), ("neo4j", "Neptune"), ("mssql", "RDS for SQL Server"), ("influxdb", "Timestream"),
    ];

    /// <summary>By the image's name: what catches mail, and what imitates services of AWS.</summary>
    private static readonly Dictionary<string, string> Imitations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mailhog"] = "SES",
        ["mailpit"] = "SES",
        ["mailcatcher"] = "SES",
        ["maildev"] = "SES",
        ["smtp4dev"] = "SES",
        ["inbucket"] = "SES",
        ["fake-smtp-server"] = "SES",
        ["mailslurper"] = "SES",
        ["minio"] = "S3",
        ["s3mock"] = "S3",
        ["fake-s3"] = "S3",
        ["localstack"] = "AWS",
        ["moto"] = "AWS",
        ["dynamodb-local"] = "DynamoDB",
        ["elasticmq"] = "SQS",
        ["elasticmq-native"] = "SQS",
        ["goaws"] = "SNS and SQS",
    };

    /// <summary>By the image's name: pages by which people look into a store.</summary>
    private static readonly string[] Tools =
    [
        "adminer", "phpmyadmin", "pgadmin", "pgadmin4", "pgweb", "mongo-express", "redis-commander", "redisinsight", "phpredisadmin", "kafka-ui", "kafdrop", "akhq", "kibana", "opensearch-dashboards", "dbgate", "cloudbeaver",
    ];

    /// <summary>What takes the service's place outside of the rehearsal; empty for a tool that nothing replaces, null for what is deployed everywhere.</summary>
    public static string? InPlaceOf(ComposeService service)
    {
        var image = ServiceKinds.ImageName(service.Image ?? "");
        if (service is { Kind: ServiceKind.Application, IsBuilt: false } && Imitations.TryGetValue(image, out var imitated)) return imitated;
        if (service is { Kind: ServiceKind.Application, IsBuilt: false } && Tools.Contains(image, StringComparer.OrdinalIgnoreCase)) return "";
        if (service.Kind == ServiceKind.Application) return null;
        var words = ServiceKinds.ServerWords(service);
        foreach (var (word, name) in Stores)
        {
            if (words.Contains(word, StringComparer.OrdinalIgnoreCase)) return name;
        }

        return service.Kind switch { ServiceKind.MySql or ServiceKind.Postgres => "RDS", ServiceKind.Cache => "ElastiCache", ServiceKind.Queue => "Amazon MQ or SQS", _ => "a managed service" };
    }
}
