using System.Text.Json.Nodes;
using Slipway.Docker.Prerequisites;
using Slipway.Testing;

namespace Slipway.Docker.Tests;

/// <summary>
/// The real engine of this machine, made ready as a build makes it ready; where that cannot be, the tests that need it fail with what is missing.
/// Everything that tests create carries <see cref="Label"/>, and is removed by it at the end.
/// </summary>
[SetUpFixture]
public sealed class Engine
{
    public static string Label { get; } = $"slipway.docker-tests={Guid.NewGuid():N}";

    public static IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string> { [Label.Split('=')[0]] = Label.Split('=')[1], [TestLabel.Name] = TestLabel.Value };

    public static DockerCli Docker { get; } = DockerCli.Create(new());

    /// <summary>Once for all tests of the run; every test class on the engine awaits it first.</summary>
    public static Task ReadyAsync() => Ready.Value;

    public static string NewName(string what) => $"slipway-docker-tests-{what}-{Guid.NewGuid().ToString("N")[..12]}";

    /// <summary>Starts a container in the background.</summary>
    /// <param name="arguments">What stands behind <c>docker run</c>.</param>
    /// <returns>Its id.</returns>
    public static async Task<string> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        string[] labels = [.. Labels.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"])];
        var run = new ToolRun(["run", "--detach", "--pull", "never", .. labels, .. arguments]) { Environment = variables ?? new Dictionary<string, string>() };
        return (await Docker.RunAsync(new DockerSettings(), run, CancellationToken.None)).Text.Trim();
    }

    public static async Task<JsonNode> InspectAsync(string container) =>
        JsonNode.Parse((await Docker.RunAsync(new DockerSettings(), new(["container", "inspect", container]), CancellationToken.None)).Text)![0]!;

    [OneTimeTearDown]
    public static async Task RemoveWhatWasCreated()
    {
        if (!Ready.IsValueCreated)
            return;

        foreach (var container in await Docker.ListContainersAsync([Label], all: true, CancellationToken.None))
            await Docker.RemoveContainerAsync(container.Id, force: true, volumes: true, CancellationToken.None);
        foreach (var network in await Docker.ListNetworksAsync([Label], CancellationToken.None))
            await Docker.RemoveNetworkAsync(network, CancellationToken.None);
        foreach (var volume in await Docker.ListVolumesAsync([Label], CancellationToken.None))
            await Docker.RemoveVolumeAsync(volume, CancellationToken.None);
    }

    private static Lazy<Task> Ready { get; } = new(async () =>
    {
        var options = new PrerequisiteOptions { Progress = TestContext.Progress.WriteLine };
        await DockerPrerequisites.EnsureAsync(Docker, options, CancellationToken.None);
        await new BaseImage(Docker, options).EnsureAsync(BaseImage.DefaultReference, CancellationToken.None);
    });
}
