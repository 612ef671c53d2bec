using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Tests.Kernel.Engine;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

/// <summary>What a task definition says of its processor decides which images its tasks start, whatever the engine could run: an engine that has one image, and starts none.</summary>
public sealed class ImagePlatformTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113";
    private const string Started = "Task failed to start; CannotCreateContainerError: Error response from daemon: asked for /v1.41/containers/create";

    [TestCase("ARM64", "arm64", Started)]
    [TestCase("ARM64", "amd64", "CannotPullContainerError: no matching manifest for linux/arm64 in the manifest list entries (shop.web:1 is for linux/amd64)")]
    [TestCase("X86_64", "amd64", Started)]
    [TestCase("X86_64", "386", Started)]
    [TestCase("X86_64", "arm64", "CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries (shop.web:1 is for linux/arm64)")]
    [TestCase("X86_64", "", Started)]
    [TestCase(null, "arm64", Started)]
    public async Task A_task_starts_only_images_for_the_processor_of_its_definition(string? task, string image, string expected) =>
        Assert.That(await ReasonAsync(task, image), Is.EqualTo($"TaskFailedToStart; {expected}"));

    [Test]
    public async Task An_engine_that_keeps_several_platforms_of_an_image_has_the_one_that_it_does_not_show() =>
        Assert.That(
            await ReasonAsync("X86_64", "arm64", """[{"Id": "sha256:1", "Manifests": [{"ID": "sha256:2", "Available": true, "Kind": "image", "ImageData": {"Platform": {"os": "linux", "architecture": "amd64"}}}]}]"""),
            Is.EqualTo($"TaskFailedToStart; {Started}"));

    [Test]
    public async Task An_image_for_another_processor_does_not_take_the_place_of_one_that_cannot_be_pulled() =>
        Assert.That(
            await ReasonAsync("ARM64", "amd64", pulled: """{"errorDetail": {"message": "pull access denied for shop.web"}, "error": "pull access denied for shop.web"}"""),
            Is.EqualTo("TaskFailedToStart; CannotPullContainerError: pull access denied for shop.web"));

    /// <param name="listed">The engine's list of images.</param>
    /// <param name="pulled">What it says at the end of a pull, which changes nothing.</param>
    private static async Task<string> ReasonAsync(string? task, string image, string listed = "[]", string pulled = """{"status": "Pull complete"}""")
    {
        await using var engine = await EngineServer.StartAsync("1.41", answers: new Dictionary<string, string>
        {
            ["/containers/json"] = "[]",
            ["/volumes"] = """{"Volumes": []}""",
            ["/images/shop.web:1/json"] = $$"""{"Id": "sha256:1", "Os": "linux", "Architecture": "{{image}}", "RepoDigests": []}""",
            ["/images/json"] = listed,
            ["/images/create"] = pulled,
        });
        await using var server = await LocalAwsServer.StartAsync(configure: services => services.AddSingleton(new DockerEndpoint(new($"tcp://127.0.0.1:{engine.Port}"))));
        var platform = task is null ? "" : $$""" "runtimePlatform": {"cpuArchitecture": "{{task}}"}, """;
        await server.Client.SucceedAsync($"{Ecs}.CreateCluster", """{"clusterName": "local"}""");
        await server.Client.SucceedAsync($"{Ecs}.RegisterTaskDefinition", $$"""
            {"family": "shop", "networkMode": "none", {{platform}} "containerDefinitions": [{"name": "web", "image": "shop.web:1", "memory": 64}]}
            """);
        var started = await server.Client.SucceedAsync($"{Ecs}.RunTask", """{"cluster": "local", "taskDefinition": "shop"}""");
        var described = await Eventually.GetAsync(
            async () => (await server.Client.SucceedAsync($"{Ecs}.DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{started["tasks"]![0]!["taskArn"]}}"]}"""))["tasks"]![0]!,
            found => (string?)found["lastStatus"] == "STOPPED");
        string?[] parts = [(string?)described["stopCode"], (string?)described["stoppedReason"], (string?)described["containers"]![0]!["reason"]];
        return string.Join("; ", parts.OfType<string>().Distinct());
    }
}
