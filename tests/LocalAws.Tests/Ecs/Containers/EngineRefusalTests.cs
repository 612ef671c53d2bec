using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Tests.Kernel.Engine;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

/// <summary>What the engine says when it refuses something is the reason of the task, with all of its lines, behind the name that ECS gives to the step.</summary>
public sealed class EngineRefusalTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113";
    private const string More = ": no space left on device\nSee 'docker system df'.";

    [TestCase("/volumes/create", "ResourceInitializationError")]
    [TestCase("/images/shop.web:1/json", "CannotPullContainerError")]
    [TestCase("/containers/create", "Task failed to start; CannotCreateContainerError")]
    [TestCase("/containers/c1/start", "Task failed to start; CannotStartContainerError")]
    public async Task The_reason_of_the_task_is_all_that_the_engine_says(string refused, string step) =>
        Assert.That(await ReasonAsync(refused), Is.EqualTo($"TaskFailedToStart; {step}: Error response from daemon: asked for /v1.41{refused}{More}"));

    [Test]
    public async Task A_pull_that_fails_on_the_way_says_why_at_its_end() =>
        Assert.That(
            await ReasonAsync(pulled: """{"errorDetail": {"message": "failed to register layer\nno space left on device"}, "error": "failed to register layer"}"""),
            Is.EqualTo("TaskFailedToStart; CannotPullContainerError: failed to register layer\nno space left on device"));

    /// <param name="refused">The path of the call that the engine refuses.</param>
    /// <param name="pulled">What it says at the end of the pull of an image that it has for another processor only.</param>
    private static async Task<string> ReasonAsync(string refused = "/images/create", string? pulled = null)
    {
        var answers = new Dictionary<string, string>
        {
            ["/containers/json"] = "[]",
            ["/volumes"] = """{"Volumes": []}""",
            ["/images/json"] = "[]",
            ["/volumes/create"] = """{"Name": "data"}""",
            ["/images/shop.web:1/json"] = """{"Id": "sha256:1", "Os": "linux", "Architecture": "amd64", "RepoDigests": []}""",
            ["/containers/create"] = """{"Id": "c1"}""",
        };
        answers.Remove(refused);
        if (pulled is not null) answers[refused] = pulled;
        var platform = pulled is null ? "" : """ "runtimePlatform": {"cpuArchitecture": "ARM64"}, """;
        await using var engine = await EngineServer.StartAsync("1.41", answers: answers, more: More);
        await using var server = await LocalAwsServer.StartAsync(configure: services => services.AddSingleton(new DockerEndpoint(new($"tcp://127.0.0.1:{engine.Port}"))));
        await server.Client.SucceedAsync($"{Ecs}.CreateCluster", """{"clusterName": "local"}""");
        await server.Client.SucceedAsync($"{Ecs}.RegisterTaskDefinition", $$"""
            {
              "family": "shop", "networkMode": "none", {{platform}} "volumes": [{"name": "data"}],
              "containerDefinitions": [{"name": "web", "image": "shop.web:1", "memory": 64, "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}]
            }
            """);
        var started = await server.Client.SucceedAsync($"{Ecs}.RunTask", """{"cluster": "local", "taskDefinition": "shop"}""");
        var described = await Eventually.GetAsync(
            async () => (await server.Client.SucceedAsync($"{Ecs}.DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{started["tasks"]![0]!["taskArn"]}}"]}"""))["tasks"]![0]!,
            found => (string?)found["lastStatus"] == "STOPPED");
        string?[] parts = [(string?)described["stopCode"], (string?)described["stoppedReason"], (string?)described["containers"]![0]!["reason"]];
        return string.Join("; ", parts.OfType<string>().Distinct());
    }
}
