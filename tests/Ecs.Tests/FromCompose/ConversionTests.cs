using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>Decisions of the conversion that no single sample shows.</summary>
public sealed class ConversionTests
{
    [Test]
    public void A_service_that_is_named_and_not_waited_for_starts_before_and_is_linked()
    {
        var conversion = Convert("""{"web":{"image":"x","environment":{"API":"http://api:8000/"}},"api":{"image":"x"}}""");

        var containers = conversion.Document!.Containers;
        Assert.That(containers.Select(container => container.Name), Is.EqualTo(new[] { "api", "web" }));
        Assert.That((containers[1].Links, containers[1].DependsOn.Count), Is.EqualTo((new[] { "api" }, 0)));
    }

    [Test]
    public void Two_services_that_name_each_other_are_linked_one_way_and_the_other_is_told()
    {
        var conversion = Convert("""{"a":{"image":"x","environment":{"PEER":"b"}},"b":{"image":"x","environment":{"PEER":"a"}}}""");

        Assert.That(conversion.Document!.Containers.Select(container => (container.Name, string.Join(",", container.Links))), Is.EqualTo(new[] { ("b", ""), ("a", "b") }));
        Assert.That(conversion.Warnings, Does.Contain(
            new ConversionWarning("b", "links", "'a' starts after 'b', which names it; in bridge mode only containers that started before can be reached by name")));
    }

    [Test]
    public void A_dependency_on_a_service_that_is_left_out_is_told()
    {
        var conversion = Convert(
            """{"app":{"image":"x","depends_on":{"db-test":{"condition":"service_healthy"}}},"db-test":{"image":"mysql"}}""",
            options => options with { LeftOut = new Dictionary<string, string> { ["db-test"] = "it is for tests" } });

        Assert.That(conversion.Document!.Containers.Single().DependsOn, Is.Empty);
        Assert.That(conversion.Warnings.Select(warning => warning.ToString()), Is.SupersetOf(new[]
        {
            "db-test: services: it is for tests", "app: depends_on: 'db-test' is not in this task definition; the dependency is left out",
        }));
    }

    [TestCase("0.25", "100m", "256", "512")]
    [TestCase("0.25", "513m", "256", "1024")]
    [TestCase("0.25", "3g", "512", "3072")]
    [TestCase("1", "1g", "1024", "2048")]
    [TestCase("1.5", "1g", "2048", "4096")]
    [TestCase("4", "30g", "4096", "30720")]
    [TestCase("4", "31g", "8192", "32768")]
    [TestCase("16", "120g", "16384", "122880")]
    public void A_task_on_Fargate_gets_the_next_size_that_Fargate_has(string cpus, string memory, string taskCpu, string taskMemory)
    {
        var conversion = Convert($$"""{"a":{"image":"x","cpus":{{cpus}},"mem_limit":"{{memory}}"} }""", options => options with { LaunchType = LaunchType.Fargate });

        Assert.That(((string?)conversion.Document!.Root["cpu"], (string?)conversion.Document.Root["memory"]), Is.EqualTo((taskCpu, taskMemory)));
    }

    [Test]
    public void What_is_too_large_for_Fargate_is_refused()
    {
        var conversion = Convert("""{"a":{"image":"x","cpus":17}}""", options => options with { LaunchType = LaunchType.Fargate });

        Assert.That(conversion.Document, Is.Null);
        Assert.That(conversion.Refusals, Is.EqualTo(new[]
        {
            "the services want 17408 units of CPU and 128 MiB of memory together, more than a task on Fargate has; lower 'cpus' and 'mem_limit', or use --launch-type=ec2",
        }));
    }

    [TestCase("PASSWORD", "example", true)]
    [TestCase("MYSQL_ROOT_PASSWORD", "example", true)]
    [TestCase("APP_KEY", "base64:x", true)]
    [TestCase("STRIPE_API_KEY", "sk_test", true)]
    [TestCase("DATABASE_URL", "postgres://shop:example@db/shop", true)]
    [TestCase("DATABASE_URL", "postgres://db/shop", false)]
    [TestCase("MYSQL_ALLOW_EMPTY_PASSWORD", "yes", false)]
    [TestCase("DB_PASSWORD_FILE", "/srv/db", false)]
    [TestCase("PASSENGER_APP_ENV", "production", false)]
    [TestCase("TOKEN_TTL", "3600", false)]
    [TestCase("PASSWORD", "", false)]
    [TestCase("ADMIN_PASSWORD", "123", true)]
    [TestCase("NEO4J_AUTH", "neo4j/pw", true)]
    [TestCase("NEO4J_AUTH", "none", false)]
    [TestCase("FLOWER_BASIC_AUTH", "u:p", true)]
    [TestCase("WORDPRESS_AUTH_SALT", "put your phrase here", true)]
    [TestCase("RABBITMQ_ERLANG_COOKIE", "chips", true)]
    [TestCase("VAULT_SECRET_ID", "59f3", true)]
    [TestCase("ConnectionStrings__Default", "Server=db;User=sa;Password=x", true)]
    [TestCase("DSN", "root:pw@tcp(db:3306)/shop", true)]
    [TestCase("JDBC", "jdbc:postgresql://db/shop?user=a&password=b", true)]
    [TestCase("NOTE", "AKIAIOSFODNN7EXAMPLE", true)]
    [TestCase("ARGS", "--password=$PASSWORD", false)]
    [TestCase("CONTACT", "mailto:shop@example.com", false)]
    [TestCase("BASE", "nginx:1.27@sha256:12ab", false)]
    [TestCase("ASSET", "https://cdn.example.com/npm/vue@3", false)]
    [TestCase("MYSQL_RANDOM_ROOT_PASSWORD", "1", false)]
    [TestCase("ACCESS_TOKEN_EXPIRE_MINUTES", "11520", false)]
    [TestCase("MAX_TOKENS", "4096", false)]
    [TestCase("SECRET_MANAGER_REGION", "eu-west-2", false)]
    public void A_secret_is_referred_to_and_not_written(string name, string value, bool isSecret)
    {
        var conversion = Convert($$"""{"a":{"image":"x","environment":{"{{name}}":"{{value}}"} } }""");

        var container = conversion.Document!.Containers.Single();
        Assert.That((container.Node.ContainsKey("secrets"), container.Environment.ContainsKey(name)), Is.EqualTo((isSecret, !isSecret)));
        Assert.That(conversion.Document.Root.ContainsKey("executionRoleArn"), Is.EqualTo(isSecret));
    }

    [TestCase("mysql:8", ServiceKind.MySql)]
    [TestCase("bitnami/mariadb:11.4", ServiceKind.MySql)]
    [TestCase("docker.io/postgis/postgis:16-3.4", ServiceKind.Postgres)]
    [TestCase("redis/redis-stack@sha256:00", ServiceKind.Cache)]
    [TestCase("mcr.microsoft.com/mssql/server:2022", ServiceKind.Application)]
    [TestCase("prom/mysqld-exporter", ServiceKind.Application)]
    [TestCase("mongo-express", ServiceKind.Application)]
    [TestCase("nginx", ServiceKind.Application)]
    [TestCase("opensearchproject/opensearch:2", ServiceKind.Database)]
    [TestCase("opensearchproject/opensearch-dashboards:2", ServiceKind.Application)]
    [TestCase("confluentinc/cp-kafka:7.6.0", ServiceKind.Queue)]
    [TestCase("confluentinc/cp-kafka-connect:7.6.0", ServiceKind.Application)]
    [TestCase("confluentinc/cp-kafka-rest:7.6.0", ServiceKind.Application)]
    [TestCase("supabase/postgres-meta:v0.83.2", ServiceKind.Application)]
    [TestCase("example/rabbitmq-publisher:1", ServiceKind.Application)]
    public void Servers_that_AWS_offers_are_known_by_their_images(string image, ServiceKind kind)
    {
        var service = new ComposeService("x", new() { ["image"] = image });

        Assert.That(service.Kind, Is.EqualTo(kind));
    }

    [TestCase("mysql", ServiceKind.MySql)]
    [TestCase("mysql-db", ServiceKind.MySql)]
    [TestCase("db_postgres", ServiceKind.Postgres)]
    [TestCase("redis-1", ServiceKind.Cache)]
    [TestCase("redis-node2", ServiceKind.Cache)]
    [TestCase("kafka-consumer", ServiceKind.Application)]
    [TestCase("rabbitmq-publisher", ServiceKind.Application)]
    [TestCase("mongo-api", ServiceKind.Application)]
    [TestCase("elasticsearch-sync", ServiceKind.Application)]
    [TestCase("api", ServiceKind.Application)]
    public void A_service_that_is_built_is_a_server_when_its_name_is_nothing_else(string name, ServiceKind kind)
    {
        var service = new ComposeService(name, new() { ["build"] = new JsonObject { ["context"] = "/project" } });

        Assert.That(service.Kind, Is.EqualTo(kind));
    }

    [Test]
    public void A_program_that_works_with_a_server_is_one_of_the_application()
    {
        var conversion = Convert("""
            {"kafka":{"image":"apache/kafka:3.9.0"},"api":{"image":"x"},
            "kafka-consumer":{"build":{"context":"/project"},"ports":[{"target":8081}],"environment":{"API_URL":"http://api:8000","BROKER":"kafka:9092"} } }
            """);

        var consumer = conversion.Document!.Containers.First(container => container.Name == "kafka-consumer");
        Assert.That((string.Join(',', consumer.Links), consumer.PortMappings.Single().ContainerPort, (int?)consumer.Node["memoryReservation"]), Is.EqualTo(("kafka,api", 8081, 128)));
    }

    private static Conversion Convert(string services, Func<ConversionOptions, ConversionOptions>? change = null)
    {
        var json = $$"""{"name":"shop","services":{{services}}}""";
        var options = SampleTests.Options(json);
        return TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), change?.Invoke(options) ?? options);
    }
}
