using Slipway.Ecs.FromCompose;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>What is for a developer's machine, and what only lies there, is told before it reaches another environment.</summary>
public sealed class DevelopmentSignsTests
{
    private const string Mode = "is for development; write what is right for the environment";
    private const string Address = "localhost is the container itself there; where visitors or other programs are told it, write the address that they use";

    [TestCase("FLASK_ENV", "development", Mode)]
    [TestCase("ASPNETCORE_ENVIRONMENT", "Development", Mode)]
    [TestCase("SPRING_PROFILES_ACTIVE", "dev", Mode)]
    [TestCase("NEXTAUTH_URL", "http://localhost:3000", Address)]
    [TestCase("KC_HOSTNAME", "localhost", Address)]
    [TestCase("NODE_ENV", "production", null)]
    [TestCase("TEAM", "development", null)]
    [TestCase("ALLOWED_HOSTS", "localhost,127.0.0.1", null)]
    [TestCase("BASE_URL", "https://localhost.example.org/", null)]
    [TestCase("LISTEN_ADDR", "localhost:9000", null)]
    [TestCase("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT_HOST://localhost:29092", Address)]
    public void A_variable_for_a_developers_machine_is_told_outside_of_the_rehearsal(string name, string value, string? reason)
    {
        var services = $$""" "web":{"image":"x","environment":{"{{name}}":"{{value}}"} } """;

        Assert.That(Of(Convert(services), "environment"), Is.EqualTo(reason is null ? [] : new[] { $"{name}: {reason}" }));
        Assert.That(Of(Convert(services, isRehearsal: true), "environment"), Is.Empty);
    }

    [TestCase("command", """["start-dev","--import-realm"]""", "start-dev")]
    [TestCase("command", """["uvicorn","main:app","--reload"]""", "--reload")]
    [TestCase("command", """["flask","run","--host=0.0.0.0"]""", "flask run")]
    [TestCase("command", """["sh","-c","npm run dev"]""", "npm run dev")]
    [TestCase("entrypoint", """["/usr/bin/nodemon","server.js"]""", "nodemon")]
    [TestCase("command", """["npm","run","device-worker"]""", null)]
    [TestCase("command", """["start"]""", null)]
    public void So_is_a_command_that_serves_one_person(string key, string words, string? word)
    {
        var services = $$""" "web":{"image":"x","{{key}}":{{words}} } """;

        Assert.That(Of(Convert(services), key), Is.EqualTo(word is null ? [] : new[] { $"'{word}' is for development; write the command that is right for the environment" }));
        Assert.That(Of(Convert(services, isRehearsal: true), key), Is.Empty);
    }

    [TestCase("\"image\":\"redis:7\"", "CMD redis-cli ping", "the image that is pulled does not contain it, so 'redis-cli ping' is written in its place")]
    [TestCase("\"image\":\"postgres:16\"", "CMD-SHELL pg_isready -U \"${POSTGRES_USER:-postgres}\"", "the image that is pulled does not contain it, so 'pg_isready -U \"${POSTGRES_USER:-postgres}\"' is written in its place")]
    [TestCase("\"build\":{\"context\":\"/project/queue\"}", "CMD /checks/queue.sh", "where the image does not contain it, the container never becomes healthy")]
    [TestCase("\"image\":\"memcached:1\"", null, "so is the health check, since the image that is pulled does not contain it: write one with what the image has")]
    public void A_health_check_whose_script_is_mounted_goes_with_the_mount_unless_the_image_is_built(string image, string? check, string told)
    {
        var conversion = Convert($$"""
            "app":{"image":"x","depends_on":{"queue":{"condition":"service_healthy"} } },
            "queue":{ {{image}},"volumes":[{"type":"bind","source":"/project/checks","target":"/checks"}],"healthcheck":{"test":["CMD","/checks/queue.sh"]} }
            """);

        var (app, queue) = (conversion.Document!.Containers.First(container => container.Name == "app"), conversion.Document.Containers.First(container => container.Name == "queue"));
        Assert.That((queue.HealthCheck is null ? null : string.Join(' ', queue.HealthCheck.Command), app.DependsOn.Single().Condition), Is.EqualTo((check, check is null ? "START" : "HEALTHY")));
        Assert.That(Of(conversion, "healthcheck", "queue"), Is.EqualTo(new[] { $"it uses /checks, which is mounted here and left out; {told}" }));
        Assert.That(Of(conversion, "depends_on", "app"), Is.EqualTo(check is null ? new[] { "'queue' is without its health check, so it is only waited for until it has started" } : []));
    }

    [TestCase("", "a container that ends with each deployment")]
    [TestCase(""","volumes":[{"type":"volume","target":"/var/lib/postgresql/data"}]""", "a container that ends with each deployment")]
    [TestCase(""","volumes":[{"type":"volume","source":"data","target":"/var/lib/postgresql/data"}]""", "a volume that nothing here backs up")]
    public void Data_ends_with_the_deployment_only_where_no_volume_keeps_it(string volumes, string place)
    {
        var conversion = Convert($$""" "db":{"image":"postgres:16"{{volumes}} } """);

        Assert.That(Of(conversion, "image", "db"), Is.EqualTo(new[] { $"'db' keeps data in {place}; data that matters belongs into RDS, and then this container can go" }));
    }

    private static List<string> Of(Conversion conversion, string key, string service = "web") => [.. conversion.Warnings.Where(warning => warning.Key == key && warning.Service == service).Select(warning => warning.Reason)];

    private static Conversion Convert(string services, bool isRehearsal = false)
    {
        var json = $$"""{"name":"shop","services":{ {{services}} } }""";
        return TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), SampleTests.Options(json) with { IsRehearsal = isRehearsal });
    }
}
