using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>What becomes of names and ports of services whose containers share one network: network mode awsvpc.</summary>
public sealed class SharedNetworkTests
{
    private const string Why = "in network mode awsvpc the containers of a task share one network, and their names do not resolve";

    [TestCase("DB_HOST", "db", "127.0.0.1")]
    [TestCase("PGHOST", "db", "127.0.0.1")]
    [TestCase("REDIS_ADDR", "db:6379", "127.0.0.1:6379")]
    [TestCase("API", "http://db:8000/v1?from=db", "http://127.0.0.1:8000/v1?from=db")]
    [TestCase("API", "http://db", "http://127.0.0.1")]
    [TestCase("DATABASE", "postgres://shop@db/db", "postgres://shop@127.0.0.1/db")]
    [TestCase("DSN", "shop@tcp(db:3306)/db", "shop@tcp(127.0.0.1:3306)/db")]
    [TestCase("DSN", "mysql:host=db:3306;dbname=db", "mysql:host=127.0.0.1:3306;dbname=db")]
    [TestCase("NODES", "db:9300,other:9300", "127.0.0.1:9300,other:9300")]
    [TestCase("BROKER_URL", "db://db:6379/0", "db://127.0.0.1:6379/0", TestName = "A_scheme_that_is_called_like_a_service_stays")]
    [TestCase("DB_HOST", "database", "127.0.0.1", TestName = "A_name_that_a_link_gives_is_a_name_too")]
    public void A_name_in_the_place_of_a_host_becomes_the_address_of_the_task(string name, string value, string expected)
    {
        var conversion = Convert(Application(name, value));

        Assert.That(ValueOf(conversion, name), Is.EqualTo(expected));
        Assert.That(Of(conversion, "environment"), Is.EqualTo(new[] { $"{name}: 127.0.0.1 is written in the place of '{(value == "database" ? "database" : "db")}'; {Why}" }));
    }

    [TestCase("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@app:9093", "1@127.0.0.1:9093")]
    [TestCase("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://app:9092", "PLAINTEXT://127.0.0.1:9092")]
    [TestCase("SELF_HOST", "app", "127.0.0.1")]
    public void Its_own_name_in_the_place_of_a_host_does_too(string name, string value, string expected)
    {
        var conversion = Convert(Application(name, value));

        Assert.That(ValueOf(conversion, name), Is.EqualTo(expected));
        Assert.That(Of(conversion, "environment"), Is.EqualTo(new[] { $"{name}: 127.0.0.1 is written in the place of 'app'; {Why}" }));
    }

    [Test]
    public void Where_it_listens_its_own_name_stays_and_is_told()
    {
        var conversion = Convert("""{"app":{"image":"x","command":["serve","--bind","app:8000"],"environment":{"KAFKA_LISTENERS":"PLAINTEXT://app:9092"} } }""");

        var app = conversion.Document!.Containers.Single();
        Assert.That((ValueOf(conversion, "KAFKA_LISTENERS"), app.Node["command"]!.ToJsonString()), Is.EqualTo(("PLAINTEXT://app:9092", """["serve","--bind","app:8000"]""")));
        const string Told = "'app' is its own name, which does not resolve in network mode awsvpc; for the address that it listens on, write 0.0.0.0";
        Assert.That((Of(conversion, "environment"), Of(conversion, "command")), Is.EqualTo((new[] { $"KAFKA_LISTENERS: {Told}" }, new[] { $"it: {Told}" })));
    }

    [TestCase("CACHE", "db")]
    [TestCase("CACHE", "db:7")]
    [TestCase("CACHE", "db:6379-alpine")]
    [TestCase("SCOPE", "@db/shop")]
    public void What_may_be_another_thing_than_a_host_is_told_and_left(string name, string value)
    {
        var conversion = Convert(Application(name, value));

        Assert.That(ValueOf(conversion, name), Is.EqualTo(value));
        Assert.That(Of(conversion, "environment"), Is.EqualTo(new[] { $"{name}: 'db' may be meant as a host, and then 127.0.0.1 has to stand in its place; {Why}" }));
    }

    [TestCase("DB_DATABASE", "db_test")]
    [TestCase("URL", "http://db.example.com/")]
    [TestCase("URL", "http://mydb:8000/")]
    [TestCase("DB_HOST", "elsewhere")]
    [TestCase("DB_CONNECTION", "db")]
    [TestCase("FILES", "s3://db/x")]
    [TestCase("CACHE_IMAGE", "db:2024")]
    [TestCase("PACKAGE", "@db/shop")]
    public void What_names_no_service_stays(string name, string value)
    {
        var conversion = Convert(Application(name, value));

        Assert.That((ValueOf(conversion, name), Of(conversion, "environment").Count), Is.EqualTo((value, 0)));
    }

    [Test]
    public void Words_of_a_command_are_addresses_too()
    {
        var conversion = Convert("""{"app":{"image":"x","command":["wait-for","db:5432","--","serve","db"],"entrypoint":["sh","-c","curl http://db/"]},"db":{"image":"y"}}""");

        var app = conversion.Document!.Containers.First(container => container.Name == "app").Node;
        Assert.That((app["command"]!.ToJsonString(), app["entryPoint"]!.ToJsonString()), Is.EqualTo(("""["wait-for","127.0.0.1:5432","--","serve","db"]""", """["sh","-c","curl http://127.0.0.1/"]""")));
        Assert.That(Of(conversion, "command"), Is.EqualTo(new[] { $"127.0.0.1 is written in the place of 'db'; {Why}" }));
    }

    [Test]
    public void A_secret_that_is_not_written_is_told_without_its_value()
    {
        var conversion = Convert(Application("DATABASE_URL", "postgres://shop:hunter2@db/shop"));

        Assert.That(Of(conversion, "environment"), Has.One.EqualTo($"DATABASE_URL: let the secret say 127.0.0.1 in the place of 'db'; {Why}"));
        Assert.That(conversion.Warnings.Select(warning => warning.ToString()), Has.None.Contain("hunter2"));
    }

    [Test]
    public void In_a_rehearsal_secrets_say_the_address_as_well()
    {
        var written = Convert(Application("DATABASE_URL", "postgres://shop:hunter2@db/shop"), options => options with { IsRehearsal = true });
        var kept = Convert(Application("DATABASE_URL", "postgres://shop:hunter2@db/shop"), options => options with { IsRehearsal = true, Written = SampleTests.Interpolated("""{"services":{}}""") });

        Assert.That(ValueOf(written, "DATABASE_URL"), Is.EqualTo("postgres://shop:hunter2@127.0.0.1/shop"));
        Assert.That(kept.Private["app"]["DATABASE_URL"], Is.EqualTo("postgres://shop:hunter2@127.0.0.1/shop"));
    }

    [TestCase("""{"ports":[{"target":80}]}""", """{"ports":[{"target":80,"published":"8080"}]}""", "80/tcp")]
    [TestCase("""{"ports":[{"target":8000}]}""", """{"expose":["8000"]}""", "8000/tcp")]
    [TestCase("""{"expose":["53/udp"]}""", """{"expose":["53/udp"]}""", "53/udp")]
    public void Two_services_that_listen_on_one_port_cannot_be_in_one_task(string first, string second, string port)
    {
        var conversion = Convert(Two(first, second));

        Assert.That(conversion.Refusals, Is.EqualTo(new[]
        {
            $"services 'a' and 'b' listen on port {port}, and in network mode awsvpc the containers of a task share one network, so only one of them would start (EADDRINUSE); give each a task definition and an ECS service of its own (--services=each), let each listen on a port of its own, or use --launch-type=ec2",
        }));
    }

    [TestCase("""{"ports":[{"target":80}]}""", """{"ports":[{"target":81}]}""", LaunchType.Fargate)]
    [TestCase("""{"expose":["53/udp"]}""", """{"expose":["53/tcp"]}""", LaunchType.Fargate)]
    [TestCase("""{"ports":[{"target":80}]}""", """{"ports":[{"target":80}]}""", LaunchType.Ec2)]
    [TestCase("""{"ports":[{"target":80}]}""", """{"expose":["80"],"restart":"no"}""", LaunchType.Fargate, TestName = "A_job_listens_on_no_port")]
    public void Ports_of_their_own_can(string first, string second, LaunchType launchType)
    {
        Assert.That(Convert(Two(first, second), options => options with { LaunchType = launchType }).Refusals, Is.Empty);
    }

    [TestCase("redis:7", "redis:6", 1)]
    [TestCase("redis:7", "memcached", 0)]
    [TestCase("example/x", "example/x", 0)]
    public void Two_of_the_same_server_are_told_where_none_says_its_port(string first, string second, int count)
    {
        var conversion = Convert($$"""{"a":{"image":"{{first}}"},"b":{"image":"{{second}}"} }""");

        Assert.That(conversion.Warnings.Count(warning => warning.Key == "ports" && warning.Reason.StartsWith("services 'a' and 'b' are the same server, redis, ", StringComparison.Ordinal)), Is.EqualTo(count));
    }

    [Test]
    public void A_rehearsal_on_Fargate_has_no_file_of_this_machine()
    {
        var conversion = Convert("""{"app":{"image":"x","secrets":[{"source":"key"}]}},"secrets":{"key":{"file":"/project/key.pem"}}""", options => options with { IsRehearsal = true });

        Assert.That((conversion.Document!.Root.ContainsKey("volumes"), conversion.Document.Containers[0].Node.ContainsKey("secrets")), Is.EqualTo((false, false)));
        Assert.That(Of(conversion, "secrets").Single(), Does.StartWith("Fargate mounts no file of a host, so /run/secrets/key is not there in the rehearsal"));
    }

    private static string Application(string name, string value) =>
        new JsonObject { ["app"] = new JsonObject { ["image"] = "x", ["links"] = new JsonArray("db:database"), ["environment"] = new JsonObject { [name] = value } }, ["db"] = new JsonObject { ["image"] = "y" } }.ToJsonString();

    private static string Two(string first, string second)
    {
        var (a, b) = (JsonNode.Parse(first)!, JsonNode.Parse(second)!);
        (a["image"], b["image"]) = ("x", "x");
        return new JsonObject { ["a"] = a, ["b"] = b }.ToJsonString();
    }

    private static string ValueOf(Conversion conversion, string variable) => conversion.Document!.Containers.First(container => container.Name == "app").Environment[variable];

    private static List<string> Of(Conversion conversion, string key) => [.. conversion.Warnings.Where(warning => warning.Key == key && warning.Service == "app").Select(warning => warning.Reason)];

    /// <param name="services">What stands below <c>services</c>, and may be followed by other members.</param>
    private static Conversion Convert(string services, Func<ConversionOptions, ConversionOptions>? change = null)
    {
        var json = $$"""{"name":"shop","services":{{services}}}""";
        var options = SampleTests.Options(json) with { LaunchType = LaunchType.Fargate };
        return TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), change?.Invoke(options) ?? options);
    }
}
