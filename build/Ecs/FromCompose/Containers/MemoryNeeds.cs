using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>How much memory a container needs of which the Compose file says no size, in MiB: by the heap that a Java program is given, and by the image.</summary>
internal static partial class MemoryNeeds
{
    /// <summary>What a container gets of which nothing is known.</summary>
    public const int Default = 128;

    /// <summary>Beside its heap a Java program has threads, classes and buffers: a quarter of the heap, and this at least.</summary>
    private const int LeastMargin = 256;

    /// <summary>What the servers need to start and to answer with their defaults, by a word of the image's name. Estimates, which the remark of the conversion says to check.</summary>
    private static readonly (string Image, int Size)[] Images =
    [
        ("sonarqube", 3072), ("gitlab", 4096), ("elasticsearch", 2048), ("opensearch", 2048), ("clickhouse", 2048), ("cassandra", 2048), ("mssql", 2048), ("kafka", 1024), ("redpanda", 1024),
        ("keycloak", 1024), ("jenkins", 1024), ("neo4j", 1024), ("solr", 1024), ("logstash", 1024), ("kibana", 1024), ("dashboards", 1024), ("mysql", 1024), ("mariadb", 512), ("percona", 1024),
        ("mongo", 512), ("mongodb", 512), ("postgres", 512), ("postgresql", 512), ("postgis", 512), ("timescaledb", 512), ("pgvector", 512), ("cockroach", 1024), ("zookeeper", 512),
        ("rabbitmq", 512), ("couchdb", 512), ("influxdb", 512), ("prometheus", 512), ("minio", 512), ("meilisearch", 512), ("qdrant", 512), ("redis", 256), ("valkey", 256), ("grafana", 256),
    ];

    /// <summary>What stands beside a server and carries its name is small.</summary>
    private static readonly string[] Companions = ["exporter", "commander", "express", "insight", "ui", "client", "backup"];

    /// <summary>The size, and where it is from; null when nothing is known.</summary>
    public static (int Size, string Source)? Of(ComposeService service)
    {
        var image = OfImage(service);
        if (Heap(service) is not { } heap) return image;
        var size = heap + Math.Max(LeastMargin, heap / 4);
        return image?.Size > size ? image : (size, $"-Xmx of {heap} MiB");
    }

    private static (int Size, string Source)? OfImage(ComposeService service)
    {
        var words = service.IsBuilt ? ServiceKinds.ServerWords(service) : ServiceKinds.ImageName(service.Image ?? "").Split('-', '_', '.');
        if (words.Any(Companions.Contains)) return null;
        foreach (var (image, size) in Images)
        {
            if (words.Contains(image)) return (size, image);
        }

        return null;
    }

    /// <summary>The largest <c>-Xmx</c> of its command and of its variables, in MiB.</summary>
    private static int? Heap(ComposeService service)
    {
        var words = service.Node.Texts("command").Concat(service.Node.Texts("entrypoint")).Concat(service.Environment.Values.OfType<string>());
        var sizes = words.SelectMany(word => MaximumHeap().Matches(word)).Select(heap => ComposeUnits.MiB(heap.Groups["size"].Value.ToLower(CultureInfo.InvariantCulture))).OfType<int>().ToList();
        return sizes.Count > 0 ? sizes.Max() : null;
    }

    [GeneratedRegex(@"-(Xmx|XX:MaxHeapSize=)(?<size>[0-9]{1,12}[kKmMgGtT]?)(?![A-Za-z0-9])", RegexOptions.ExplicitCapture)]
    private static partial Regex MaximumHeap();
}
