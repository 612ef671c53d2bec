using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Small Compose files, as they are written, and what Init makes of them.</summary>
public sealed class WrittenCaseTests
{
    private const string TwoOnOnePort = """
        services:
          web: { build: ., ports: ["80:80"], depends_on: [api] }
          api: { build: ., ports: ["8080:80"] }
        """;

    [Test]
    public async Task Two_that_listen_on_one_port_are_refused_on_Fargate_and_the_one_on_80_keeps_the_traffic()
    {
        using var folder = new ApplicationFolder(TwoOnOnePort);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(LaunchType.Fargate));

        Assert.That((refused!.ExitCode, folder.Files.Count), Is.EqualTo((ExitCodes.Configuration, 0)));
        Assert.That(refused.Message, Does.Contain("listen on port 80/tcp").And.Contain("where 'web', which is published on port 80, keeps the traffic"));
    }

    [Test]
    public async Task On_container_instances_the_one_that_is_published_on_80_has_the_traffic()
    {
        using var folder = new ApplicationFolder(TwoOnOnePort);

        await folder.InitAsync();

        Assert.That(folder.Read("appspec.yaml"), Does.Match("ContainerName: \"?web\"?\n"));
    }

    /// <summary>Without its variables the mount has too many colons, so Compose does not say what stands in the file.</summary>
    [TestCase("x-all: &all { LEVEL: info, API_TOKEN: literal-1 }\nservices: { web: { build: ., environment: { <<: *all, HOST: \"${HOST_HERE}\" }, volumes: [\"${CONF:-./a.conf}:/a.conf:ro\"] } }", "compose.override.yaml", "{}", Description = "a merge key")]
    [TestCase("x-one: &one { LEVEL: info }\nx-two: &two { LEVEL: debug, API_TOKEN: literal-1 }\nservices: { web: { build: ., environment: { HOST: \"${HOST_HERE}\", <<: [*one, *two] }, volumes: [\"${CONF:-./a.conf}:/a.conf:ro\"] } }", "compose.override.yaml", "{}", Description = "two")]
    [TestCase("services: { web: { build: ., environment: { LEVEL: info, API_TOKEN: literal-1, HOST: \"${HOST_HERE}\" }, ports: [\"80:80\"], volumes: [\"${CONF:-./a.conf}:/a.conf:ro\"] } }", "compose.override.yaml", "services: { web: { ports: !reset [] } }", Description = "a tag of Compose")]
    [TestCase("services: { web: { extends: { file: base.yaml, service: web }, environment: { HOST: \"${HOST_HERE}\" }, volumes: [\"${CONF:-./a.conf}:/a.conf:ro\"] } }", "base.yaml", "services: { web: { build: ., environment: { LEVEL: info, API_TOKEN: literal-1 } } }", Description = "another file")]
    public async Task What_the_files_say_is_for_all_also_where_Compose_reads_them_only_with_their_variables(string compose, string file, string text)
    {
        using var folder = new ApplicationFolder(compose);
        folder.Write(".env", "HOST_HERE=10.0.0.7\n");
        folder.Write(file, text);

        await folder.InitAsync();

        var local = TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local").Containers.Single();
        var staging = TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging").Containers.Single();
        Assert.That(local.Environment, Is.EquivalentTo(new Dictionary<string, string> { ["API_TOKEN"] = "literal-1", ["HOST"] = "10.0.0.7", ["LEVEL"] = "info" }));
        Assert.That(staging.Environment, Is.EquivalentTo(new Dictionary<string, string> { ["HOST"] = "FILL-IN", ["LEVEL"] = "info" }));
    }

    [TestCase("b: { build: ., scale: 0 }")]
    [TestCase("b: { build: ., deploy: { replicas: 0 } }")]
    public async Task A_service_of_no_container_is_left_out(string none)
    {
        using var folder = new ApplicationFolder($"services:\n  a: {{ build: ., cpuset: \"0\", ports: [\"80:80\"] }}\n  {none}\n");

        await folder.InitAsync();

        Assert.That(TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local").Containers.Select(container => container.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(folder.Read("slipway.yml"), Does.Not.Contain("shop.b"));
        Assert.That(folder.Said, Has.One.EqualTo("  b: services: Compose starts no container of it ('scale' or 'deploy.replicas' is 0), so it is left out.").And.One.StartsWith("  a: cpuset: "));
    }

    [Test]
    public async Task A_job_is_not_essential_and_the_policy_of_deploy_comes_first()
    {
        using var folder = new ApplicationFolder("""
            services:
              migrate: { build: ., command: ["./migrate"], restart: "no" }
              web: { build: ., ports: ["80:80"], restart: unless-stopped, deploy: { restart_policy: { condition: on-failure } } }
              cron: { build: ., command: ["./x"], cpuset: "0,1", cpu_shares: 512 }
            """);

        await folder.InitAsync();

        var containers = TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging").Containers.ToDictionary(container => container.Name);
        Assert.That((containers["migrate"].Essential, containers["web"].Essential, containers["cron"].Essential), Is.EqualTo((false, true, true)));
        Assert.That((containers["migrate"].Node["restartPolicy"], containers["web"].Node["restartPolicy"]!.ToJsonString()), Is.EqualTo(((JsonNode?)null, "{\"enabled\":true,\"ignoredExitCodes\":[0]}")));
    }
}
