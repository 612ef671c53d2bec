using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>Who talks to whom, on container instances, where a link is what makes a name resolve.</summary>
public sealed class LinkTests
{
    private const string TwoServices = """
        "web":{"image":"x"},"api":{"image":"y"}
        """;

    [TestCase("DB_HOST", "db")]
    [TestCase("PGHOST", "db")]
    [TestCase("DB_HOST_1", "db")]
    [TestCase("spring.redis.host", "db")]
    [TestCase("redisAddr", "db")]
    [TestCase("API_URL", "db")]
    [TestCase("SERVICE_URI", "db")]
    [TestCase("KAFKA_BOOTSTRAP_SERVERS", "other:9092,db:9092")]
    [TestCase("discovery.seed_hosts", "other,db")]
    [TestCase("ZOO_SERVERS", "server.1=other:2888:3888;2181 server.2=db:2888:3888;2181")]
    [TestCase("S3_ENDPOINT", "db")]
    [TestCase("SMTP_SERVER", "db:25")]
    [TestCase("ANY", "http://db/")]
    [TestCase("ANY", "http://user@db")]
    [TestCase("ANY", "amqp://user:p%40ss@db:5672/shop")]
    [TestCase("ANY", "mongodb://user:pass@other:27017,db:27017/shop?replicaSet=db0")]
    [TestCase("ANY", "jdbc:sqlserver://db;databaseName=shop")]
    [TestCase("ANY", "scott/tiger@db:1521/xe")]
    [TestCase("ANY", "shop@tcp(db:3306)/shop")]
    [TestCase("ANY", "Server=db;Database=shop;User Id=sa")]
    [TestCase("ANY", "Data Source=db,1433")]
    [TestCase("ANY", "host=db port=5432 dbname=shop")]
    [TestCase("ANY", "PLAINTEXT://db:9092")]
    [TestCase("JAVA_OPTS", "-Xmx256m -Ddb.host=db")]
    [TestCase("CACHE", "db:6379")]
    public void A_value_in_the_place_of_a_host_is_a_link(string variable, string value) => Assert.That(LinksOf(With("environment", new JsonObject { [variable] = value })), Is.EqualTo(new[] { "db" }));

    [TestCase("MYSQL_DATABASE", "db")]
    [TestCase("DB_USER", "db")]
    [TestCase("DB_CONNECTION", "db")]
    [TestCase("CACHE_DRIVER", "db")]
    [TestCase("APP_IMAGE", "db:2024")]
    [TestCase("IMAGE_TAG", "db:6379")]
    [TestCase("RUN_USER", "db:1000")]
    [TestCase("ALLOWED_HOSTS", "db")]
    [TestCase("HOSTNAME", "db")]
    [TestCase("BUCKET_URL", "s3://db/files")]
    [TestCase("DATABASE_URL", "sqlite:///db/shop.sqlite")]
    [TestCase("DATABASE_URL", "postgres://db:secret@elsewhere/db")]
    [TestCase("DATABASE_URL", "postgres://db@elsewhere:5432/db")]
    [TestCase("MAIL_FROM", "noreply@db")]
    [TestCase("SITE", "http://db.example.com/")]
    [TestCase("SITE", "http://mydb:8000/")]
    [TestCase("FILES", "/var//db/x")]
    [TestCase("NAMES", "localhost,db")]
    [TestCase("cluster.initial_master_nodes", "db,other")]
    public void A_name_in_another_place_is_none(string variable, string value)
    {
        var conversion = Convert(With("environment", new JsonObject { [variable] = value }));

        Assert.That(Container(conversion, "app").Links, Is.Empty);
    }

    [TestCase("--host=db")]
    [TestCase("--db-host", "db")]
    [TestCase("-h", "db")]
    [TestCase("-hdb")]
    [TestCase("wait-for-it.sh", "db:5432", "--", "serve")]
    [TestCase("sh", "-c", "until nc -z db 5432; do sleep 1; done; exec serve")]
    [TestCase("sh", "-c", "until pg_isready -h db -U shop; do sleep 1; done")]
    [TestCase("caddy", "reverse-proxy", "--to", "db:8080")]
    [TestCase("./wait-for", "db", "--", "serve")]
    public void So_is_an_argument_of_a_command(params string[] words) => Assert.That(LinksOf(With("command", Words(words))), Is.EqualTo(new[] { "db" }));

    [TestCase("serve", "db")]
    [TestCase("sh", "-c", "chown -R db:1000 /srv && serve")]
    [TestCase("serve", "--user", "db:1000")]
    [TestCase("rails", "db:migrate")]
    [TestCase("pull", "db:16")]
    public void And_no_other_word_of_it(params string[] words) => Assert.That(Container(Convert(With("command", Words(words))), "app").Links, Is.Empty);

    [Test]
    public void A_database_does_not_point_at_the_application_and_the_real_link_is_there()
    {
        var conversion = Convert("""
            "shop":{"build":{"context":"/project"},"environment":{"DB_HOST":"mysql"}},
            "mysql":{"image":"mysql:8","environment":{"MYSQL_DATABASE":"shop","MYSQL_USER":"shop","ALERT_URL":"http://shop/alert"}}
            """);

        Assert.That(conversion.Document!.Containers.Select(container => (container.Name, string.Join(",", container.Links))), Is.EqualTo(new[] { ("mysql", ""), ("shop", "mysql") }));
        Assert.That(conversion.Warnings.Where(warning => warning.Key == "links"), Is.Empty);
    }

    [Test]
    public void Of_two_that_name_each_other_the_one_that_visitors_reach_asks_the_other()
    {
        var conversion = Convert("""
            "app":{"image":"x","environment":{"PUBLIC_URL":"http://proxy"}},"proxy":{"image":"y","ports":[{"target":80}],"environment":{"BACKEND_URL":"http://app:3000"}}
            """);

        Assert.That(conversion.Document!.Containers.Select(container => (container.Name, string.Join(",", container.Links))), Is.EqualTo(new[] { ("app", ""), ("proxy", "app") }));
    }

    [Test]
    public void A_queue_asks_the_store_that_it_needs()
    {
        var conversion = Convert("""
            "kafka":{"image":"confluentinc/cp-kafka:7","environment":{"KAFKA_ZOOKEEPER_CONNECT":"keeper:2181"}},"keeper":{"image":"confluentinc/cp-zookeeper:7"}
            """);

        Assert.That(Container(conversion, "kafka").Links, Is.EqualTo(new[] { "keeper" }));
    }

    [TestCase("mysql:8")]
    [TestCase("rabbitmq:3-management")]
    [TestCase("valkey/valkey:8")]
    public void A_store_that_nobody_names_is_linked_to_what_is_built(string image)
    {
        var conversion = Convert($$"""
            "web":{"build":{"context":"/project"} }, "proxy":{"image":"nginx","ports":[{"target":80}],"environment":["UP=http://web"]},
            "store":{"image":"{{image}}"}, "tool":{"image":"adminer","environment":["ADMINER_DEFAULT_SERVER=store"]}
            """);

        Assert.That(conversion.Document!.Containers.ToDictionary(container => container.Name, container => string.Join(",", container.Links)), Is.EqualTo(new Dictionary<string, string>
        {
            ["store"] = "",
            ["web"] = "store",
            ["proxy"] = "web",
            ["tool"] = "store",
        }));
        Assert.That(Said(conversion, "web"), Is.EqualTo(new[]
        {
            "no variable, command or file that is known here names 'store'; since an image that is built may, 'web' is linked to it: remove the link if it does not use it",
        }));
    }

    [Test]
    public void What_nobody_reaches_is_named_and_a_worker_is_not()
    {
        var conversion = Convert("""
            "web":{"image":"x","ports":[{"target":80}]}, "alone":{"image":"x"}, "worker":{"image":"x","environment":{"QUEUE_URL":"amqp://queue"}}, "queue":{"image":"rabbitmq"},
            "job":{"image":"x"}, "after":{"image":"x","depends_on":{"job":{"condition":"service_completed_successfully"}}}
            """);

        Assert.That(conversion.Warnings.Where(warning => warning.Key == "links").Select(warning => warning.ToString()), Is.EqualTo(new[]
        {
            "links: nobody reaches 'alone': no port is published there, and no service names it or waits for it; what does reach it needs its name in 'links'",
        }));
    }

    [TestCase("container_name", "\"the-db\"")]
    [TestCase("networks", """{"back":{"aliases":["the-db"]}}""")]
    public void A_name_that_Compose_gives_a_service_beside_its_own_becomes_an_alias_of_the_link(string key, string value)
    {
        var conversion = Convert($$"""
            "app":{"image":"x","environment":{"DB_HOST":"the-db"} },"db":{"image":"y","{{key}}":{{value}} }
            """);

        Assert.That(Container(conversion, "app").Links, Is.EqualTo(new[] { "db", "db:the-db" }));
    }

    [TestCase("http://web:80/health", "http://localhost:80/health")]
    [TestCase("http://the-web/", "http://localhost/")]
    [TestCase("http://127.0.0.1/", "http://127.0.0.1/")]
    [TestCase("http://web.example.com/", "http://web.example.com/")]
    public void A_health_check_that_asks_its_own_service_asks_localhost(string url, string expected)
    {
        var conversion = Convert($$"""
            "web":{"image":"x","container_name":"the-web","healthcheck":{"test":["CMD","curl","-f","{{url}}"]} }
            """);

        Assert.That(Container(conversion, "web").HealthCheck!.Command, Is.EqualTo(new[] { "CMD", "curl", "-f", expected }));
        Assert.That(Said(conversion, "web", "healthcheck"), Has.Count.EqualTo(url == expected ? 0 : 1));
    }

    [Test]
    public void A_name_that_may_be_a_host_is_no_link_and_is_told()
    {
        var conversion = Convert("""
            "app":{"image":"x","environment":{"REDIS":"cache","CACHE_DRIVER":"cache"},"ports":[{"target":80}]},"cache":{"image":"example/cache","ports":[{"target":81}]}
            """);

        Assert.That(Container(conversion, "app").Links, Is.Empty);
        Assert.That(Said(conversion, "app", "environment"), Is.EqualTo(new[] { "REDIS: 'cache' may be meant as a host, which nothing says for sure; for that, 'links' needs the name" }));
    }

    [TestCase("nginx.conf", "  location / { proxy_pass http://api; }")]
    [TestCase("nginx.conf", "upstream back { server api:8080; }")]
    [TestCase("nginx.conf", "    server api max_fails=2;")]
    [TestCase("nginx.conf", "fastcgi_pass api:9000;")]
    [TestCase("Caddyfile", "  reverse_proxy /v1/* api:8080")]
    [TestCase("haproxy.cfg", "  server one api:8080 check")]
    [TestCase("application.properties", "spring.datasource.url=jdbc:postgresql://api:5432/shop")]
    [TestCase("application.yml", "    host: api")]
    [TestCase("prometheus.yml", "      - targets: ['other:1', 'api:9100']")]
    [TestCase("config.json", "  \"redisHost\": \"api\",")]
    [TestCase("settings.py", "    'HOST': os.environ.get('DB_HOST', 'api'),")]
    [TestCase("server.js", "const client = connect({ host: process.env.API_HOST || 'api' });")]
    [TestCase("config.php", "'host' => env('DB_HOST', 'api'),")]
    [TestCase("Program.cs", "var redis = OpenRedisConnection(\"api\");")]
    [TestCase("entrypoint.sh", "wait-for-it.sh api:8080")]
    [TestCase("Dockerfile", "ENV API_HOST=api")]
    public void A_file_that_names_a_host_is_a_link(string file, string line)
    {
        Assert.That(LinksOf(TwoServices, "web", file, $"first\n{line}\n"), Is.EqualTo(new[] { "api" }));
    }

    [TestCase("nginx.conf", "# proxy_pass http://api;")]
    [TestCase("nginx.conf", "location /api/ { root /srv/api; }")]
    [TestCase("nginx.conf", "server_name api;")]
    [TestCase("settings.py", "from api import views")]
    [TestCase("urls.py", "path('api/v1', api)")]
    [TestCase("k8s.yml", "    image: api:2024")]
    [TestCase("k8s.yml", "    app: api")]
    [TestCase("Model.php", "DB::connection('api')->table('x')")]
    [TestCase("app.js", "require('api')")]
    [TestCase("app.js", "app.use('/api', api)")]
    [TestCase("app.js", "// fetch('http://api/')")]
    [TestCase("storage.ini", "files = s3://api/files")]
    [TestCase("x.conf", "url http://api.example.com/")]
    public void Other_words_of_a_file_are_none(string file, string line)
    {
        Assert.That(LinksOf(TwoServices, "web", file, line), Is.Empty);
    }

    [TestCase(""" "depends_on":{"migrate":{"condition":"service_started"} } """)]
    [TestCase(""" "links":["migrate","migrate:setup"] """)]
    public void A_job_is_not_linked_since_it_has_ended_when_a_container_is_restarted(string dependency)
    {
        var conversion = Convert($$"""
            "migrate":{"image":"x","command":["migrate"],"restart":"no"},"web":{"image":"x","ports":[{"target":80}],{{dependency}} }
            """);

        Assert.That((Container(conversion, "web").Links.Count, Container(conversion, "migrate").Essential), Is.EqualTo((0, false)));
    }

    [Test]
    public void A_server_that_others_name_is_linked_whatever_its_restart_says() => Assert.That(LinksOf("""
        "app":{"image":"x","ports":[{"target":80}],"environment":{"API_URL":"http://api:8000"} },"api":{"image":"y","restart":"no"}
        """), Is.EqualTo(new[] { "api" }));

    [TestCase(""" "environment":{"KAFKA_CONTROLLER_QUORUM_VOTERS":"1@kafka:9093"} """, "kafka")]
    [TestCase(""" "environment":{"ADVERTISED":"PLAINTEXT://broker:9092"},"container_name":"broker" """, "broker")]
    [TestCase(""" "command":["serve","--advertise-url=http://kafka:9092"] """, "kafka")]
    [TestCase(""" "environment":{"SELF_URL":"http://kafka:9092"},"hostname":"given" """, "given")]
    [TestCase(""" "environment":{"CLUSTER_NAME":"kafka"} """, null)]
    public void A_service_that_names_itself_has_the_name_as_its_host_name(string members, string? expected)
    {
        var conversion = Convert($$"""
            "kafka":{"image":"apache/kafka:3.9.0",{{members}} }
            """);

        Assert.That((string?)Container(conversion, "kafka").Node["hostname"], Is.EqualTo(expected));
    }

    [TestCase("settings.conf", "db,")]
    [TestCase("settings.conf", "//db/")]
    [TestCase("settings.conf", "@db,")]
    public void A_file_that_is_one_long_line_of_names_is_data(string file, string name) =>
        Assert.That(LinksOf(With("command", Words(["serve"])), "app", file, string.Concat(Enumerable.Repeat(name, 40_000))), Is.Empty);

    [TestCase("db,")]
    [TestCase("@db,")]
    [TestCase("//x@db,")]
    [TestCase("-a db ")]
    public void A_long_value_is_searched_to_its_end(string name) =>
        Assert.That(LinksOf(With("environment", new JsonObject { ["LIST"] = $"{string.Concat(Enumerable.Repeat(name, 8_000))} http://db:8000/" })), Is.EqualTo(new[] { "db" }));

    private static string With(string key, JsonNode value) => $$"""
        "app":{"image":"x","{{key}}":{{value.ToJsonString()}} },"db":{"image":"y"}
        """;

    private static JsonArray Words(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];

    private static IReadOnlyList<string> LinksOf(string services) => Container(Convert(services), "app").Links;

    private static IReadOnlyList<string> LinksOf(string services, string service, string file, string text) =>
        Container(Convert(services, new Dictionary<string, IReadOnlyList<ConfigurationFile>> { [service] = [new(file, text)] }), service).Links;

    private static ContainerDefinition Container(Conversion conversion, string name) => conversion.Document!.Containers.First(container => container.Name == name);

    private static List<string> Said(Conversion conversion, string service, string key = "links") =>
        [.. conversion.Warnings.Where(warning => warning.Service == service && warning.Key == key).Select(warning => warning.Reason)];

    private static Conversion Convert(string services, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>>? files = null)
    {
        var json = $$"""{"name":"shop","services":{ {{services}} } }""";
        var options = SampleTests.Options(json);
        return TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), options with { Files = files ?? options.Files });
    }
}
