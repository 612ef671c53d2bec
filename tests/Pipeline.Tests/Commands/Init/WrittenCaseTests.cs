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
