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

    [Test]
    public void A_health_check_whose_script_is_mounted_goes_with_the_mount_unless_the_image_is_built()
    {
        const string Rest = """ "volumes":[{"type":"bind","source":"/project/checks","target":"/checks"}],"healthcheck":{"test":["CMD","/checks/queue.sh"]} """;
        const string Waiting = """ "app":{"image":"x","depends_on":{"queue":{"condition":"service_healthy"} } } """;

        var pulled = Convert($$"""{{Waiting}},"queue":{"image":"redis:7",{{Rest}}}""");
        var built = Convert($$"""{{Waiting}},"queue":{"build":{"context":"/project/queue"},{{Rest}}}""");

        Assert.That((Check(pulled), Condition(pulled)), Is.EqualTo((false, "START")));
        Assert.That(Of(pulled, "healthcheck", "queue"), Is.EqualTo(new[] { "it uses /checks, which is mounted here and left out; so is the health check, since the image that is pulled does not contain it: write one with what the image has" }));
        Assert.That(Of(pulled, "depends_on", "app"), Is.EqualTo(new[] { "'queue' is without its health check, so it is only waited for until it has started" }));
        Assert.That((Check(built), Condition(built)), Is.EqualTo((true, "HEALTHY")));
        Assert.That(Of(built, "healthcheck", "queue"), Is.EqualTo(new[] { "it uses /checks, which is mounted here and left out; where the image does not contain it, the container never becomes healthy" }));

        static bool Check(Conversion conversion) => conversion.Document!.Containers.First(container => container.Name == "queue").HealthCheck is not null;
        static string Condition(Conversion conversion) => conversion.Document!.Containers.First(container => container.Name == "app").DependsOn.Single().Condition;
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
