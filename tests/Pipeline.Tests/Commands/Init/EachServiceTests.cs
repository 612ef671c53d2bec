using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Init with <c>--services=each</c>: a service of ECS for each Compose service that is not a sidecar.</summary>
public sealed class EachServiceTests
{
    private const string Shop = """
        services:
          web:
            build: web
            ports: ["8080:80"]
            depends_on: [api]
            healthcheck: { test: [CMD, curl, -f, "http://localhost/health"] }
          api:
            build: api
            environment: { DATABASE_URL: "mysql://db/shop", ADMIN: "http://admin:9000/" }
            depends_on: { db: { condition: service_healthy } }
            scale: 2
          admin:
            build: admin
            ports: ["8081:9000"]
            healthcheck: { test: [CMD, curl, -f, "http://localhost:9000/"] }
          worker: { build: api, command: [work], depends_on: [api] }
          db: { image: "mariadb:11", volumes: ["data:/var/lib/mysql"] }
        volumes: { data: {} }
        """;

    [TestCase(LaunchType.Ec2)]
    [TestCase(LaunchType.Fargate)]
    public async Task Each_service_has_its_task_definition_and_its_service_definition(LaunchType launchType)
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync(launchType, hasEach: true);

        Assert.That(folder.Files.Where(file => file.StartsWith("taskdefs/", StringComparison.Ordinal)), Is.EquivalentTo(
            Of("local", "admin", "api", "db", "web", "worker").Concat(Of("production", "admin", "api", "web", "worker")).Concat(Of("staging", "admin", "api", "web", "worker"))));
        Assert.That(folder.Files, Has.None.EqualTo("appspec.yaml"));
        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("  files:\n    - \"**/*\"\n"));
        Assert.That(folder.Read("taskdefs/local-api-taskdef.json"), Does.Contain("mysql://db/shop").And.Contain("http://admin:9000/").And.Not.Contain("127.0.0.1").And.Not.Contain("links"));
        Assert.That(folder.Read("taskdefs/staging-api-taskdef.json"), Does.Contain("mysql://FILL-IN/shop"));

        static IEnumerable<string> Of(string environment, params string[] services) => services.SelectMany(service => new[] { $"taskdefs/{environment}-{service}-service.json", $"taskdefs/{environment}-{service}-taskdef.json" });
    }

    [Test]
    public async Task The_settings_have_all_services_in_their_order_and_the_rehearsal_needs_nothing_more()
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync(LaunchType.Fargate, hasEach: true);

        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "local");
        Assert.That(settings.Services.Select(service => $"{service.Name}: {service.EcsName} {service.TaskDefinition.Text} {service.LaunchType} after {string.Join(", ", service.After)}"), Is.EqualTo(new[]
        {
            "admin: shop-admin taskdefs/{env}-admin-taskdef.json Fargate after ", "api: shop-api taskdefs/{env}-api-taskdef.json Fargate after admin, db", "db: shop-db taskdefs/{env}-db-taskdef.json Fargate after ",
            "web: shop-web taskdefs/{env}-web-taskdef.json Fargate after api", "worker: shop-worker taskdefs/{env}-worker-taskdef.json Fargate after api",
        }));
        Assert.That(settings.Services.Where(service => service.LoadBalancer is not null).Select(service => $"{service.Name} {service.LoadBalancer!.Container}:{service.LoadBalancer.Port} at {service.LoadBalancer.Listener}{service.LoadBalancer.HealthCheck}"), Is.EqualTo(new[] { "admin admin:9000 at 8081/", "web web:80 at 8080/health" }));
        Assert.That((settings.Verify.Single().Url.Text, settings.Services.SelectMany(service => service.Verify).Single().Url.Text), Is.EqualTo(("http://127.0.0.1:8080/health", "http://127.0.0.1:8081/")));
        Assert.That((int)JsonNode.Parse(folder.Read("taskdefs/local-api-service.json"))!["desiredCount"]!, Is.EqualTo(2));
        Assert.That(folder.Said, Has.One.StartsWith("db: in the rehearsal only; elsewhere RDS takes its place").And.Some.StartsWith("  aws servicediscovery create-http-namespace --name staging-shop "));
    }

    [Test]
    public async Task Without_the_option_it_is_one_service_and_the_other_way_is_proposed()
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync();

        Assert.That(folder.Files.Where(file => file.StartsWith("taskdefs/", StringComparison.Ordinal)), Is.EqualTo(new[] { "taskdefs/local-taskdef.json", "taskdefs/production-taskdef.json", "taskdefs/staging-taskdef.json" }));
        Assert.That(folder.Said, Has.One.EqualTo(
            "admin, api, web, worker are containers of one task, which ECS scales and replaces as a whole. --target=Init --services=each --force makes a service of ECS of each, joined by Service Connect under the names of Compose."));
    }

    [Test]
    public async Task One_service_that_is_built_stays_one_without_a_word()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., ports: [80] }, db: { image: \"mysql:8\" }, cache: { image: \"redis:7\" } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.None.Contain("--services=each"));
    }

    [Test]
    public async Task Two_services_of_one_name_are_refused_and_nothing_is_written()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . }, api: { build: ., command: [api], x-slipway: { service: web } } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(hasEach: true));

        Assert.That((refused!.ExitCode, folder.Files.Count), Is.EqualTo((ExitCodes.Configuration, 0)));
        Assert.That(refused.Message, Does.StartWith("'api' and 'web' would be services of ECS of one name."));
    }
}
