using Slipway.Docker.Images;

namespace Slipway.Docker.Tests;

public sealed class DockerArgumentsTests
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2 3" };

    [TestCaseSource(nameof(Commands))]
    public void Arguments_are(string[] arguments, string[] expected) => Assert.That(arguments, Is.EqualTo(expected));

    [Test]
    public void Build_passes_the_names_of_build_arguments_and_leaves_their_values_in_the_environment()
    {
        var arguments = DockerArguments.Build(new()
        {
            Context = "app",
            Dockerfile = "app/Dockerfile.prod",
            Tags = ["shop:1", "shop:2"],
            Labels = Labels,
            BuildArguments = new Dictionary<string, string> { ["VERSION"] = "7", ["HTTP_PROXY"] = "http://proxy:3128" },
            Target = "runtime",
            Network = "host",
            Platform = "linux/arm64",
            Pull = true,
            NoCache = true,
        });

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "build", "--progress", "plain", "--file", "app/Dockerfile.prod", "--tag", "shop:1", "--tag", "shop:2", "--label", "a=1", "--label", "b=2 3",
            "--build-arg", "VERSION", "--build-arg", "HTTP_PROXY=http://proxy:3128", "--target", "runtime", "--network", "host", "--platform", "linux/arm64",
            "--pull", "--no-cache", "app",
        }));
    }

    [Test]
    public void Run_passes_the_names_of_variables_and_leaves_their_values_in_the_environment()
    {
        var arguments = DockerArguments.Run(new()
        {
            Image = "scanner:1",
            Name = "x",
            Command = ["scan", "--all"],
            Labels = Labels,
            Volumes = ["/repository/shop:/src:ro"],
            Workdir = "/src",
            Environment = new Dictionary<string, string> { ["TOKEN"] = "secret" },
        });

        Assert.That(arguments, Is.EqualTo(new[]
        {
            "run", "--name", "x", "--label", "a=1", "--label", "b=2 3", "--volume", "/repository/shop:/src:ro", "--workdir", "/src", "--env", "TOKEN", "scanner:1", "scan", "--all",
        }));
    }

    [Test]
    public void Build_with_a_context_alone_leaves_the_rest_to_docker() =>
        Assert.That(DockerArguments.Build(new BuildSettings { Context = "." }), Is.EqualTo(new[] { "build", "--progress", "plain", "." }));

    private static IEnumerable<TestCaseData> Commands()
    {
        yield return Case("login", DockerArguments.Login("127.0.0.1:5000", "AWS"), "login", "--username", "AWS", "--password-stdin", "127.0.0.1:5000");
        yield return Case("login to Docker Hub", DockerArguments.Login(null, "shop"), "login", "--username", "shop", "--password-stdin");
        yield return Case("version", DockerArguments.Version(), "version", "--format", "{{json .}}");
        yield return Case("info", DockerArguments.Info(), "info", "--format", "{{json .}}");
        yield return Case("pull", DockerArguments.Pull("r/x:1"), "pull", "--quiet", "r/x:1");
        yield return Case("push", DockerArguments.Push("r/x:1"), "push", "r/x:1");
        yield return Case("tag", DockerArguments.Tag("x", "y:1"), "tag", "x", "y:1");
        yield return Case("image inspect", DockerArguments.InspectImage("x:1"), "image", "inspect", "x:1");
        yield return Case("image ls", DockerArguments.ListImages("shop-*"), "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=shop-*");
        yield return Case("image rm", DockerArguments.RemoveImage("x:1", force: false), "image", "rm", "x:1");
        yield return Case("image rm by force", DockerArguments.RemoveImage("x:1", force: true), "image", "rm", "--force", "x:1");
        yield return Case("import", DockerArguments.ImportImage(["CMD [\"bash\"]"]), "import", "--change", "CMD [\"bash\"]", "-");
        yield return Case("run", DockerArguments.Run(new() { Image = "scanner:1", Name = "x" }), "run", "--name", "x", "scanner:1");
        yield return Case("cp", DockerArguments.CopyFrom("c", "/tmp/a", "b"), "cp", "--follow-link", "c:/tmp/a", "b");
        yield return Case("rm", DockerArguments.RemoveContainer("c", force: true, volumes: true), "rm", "--force", "--volumes", "c");
        yield return Case("ps", DockerArguments.ListContainers(["a", "b=1"], all: true),
            "ps", "--no-trunc", "--format", "{{json .}}", "--all", "--filter", "label=a", "--filter", "label=b=1");
        yield return Case("network rm", DockerArguments.RemoveNetwork("n"), "network", "rm", "n");
        yield return Case(
            "ps by port", DockerArguments.ListContainersByPort(8080), "ps", "--no-trunc", "--format", "{{json .}}", "--filter", "publish=8080/tcp");
        yield return Case("network ls", DockerArguments.ListNetworks(["a=1"]), "network", "ls", "--format", "{{.Name}}", "--filter", "label=a=1");
        yield return Case("volume rm", DockerArguments.RemoveVolume("v"), "volume", "rm", "v");
        yield return Case("volume ls", DockerArguments.ListVolumes([]), "volume", "ls", "--format", "{{.Name}}");
    }

    private static TestCaseData Case(string name, string[] arguments, params string[] expected) =>
        new TestCaseData(arguments, expected).SetArgDisplayNames(name);
}
