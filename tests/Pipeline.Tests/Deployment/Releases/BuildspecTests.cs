
using Slipway.Pipeline.Tests.Commands.Init;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>CodeBuild fails on a file that a buildspec lists and a build does not leave; what it does not list, the pipeline does not get.</summary>
public sealed class BuildspecTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("slipway-buildspec-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [TestCase("staging")]
    [TestCase("production")]
    public async Task The_samples_own_lists_what_its_environment_has(string environment)
    {
        var written = await new RepositoryArtifacts(Workspace.Repository, environment).WriteAsync(_directory);

        Assert.That(Listed(Path.Combine(Workspace.Repository, $"buildspec-{environment}.yml")), Is.EqualTo(written.Names));
    }

    [TestCase("ports: [\"8080:80\"]")]
    [TestCase("command: [work]")]
    public async Task One_of_Init_lists_what_its_environment_has(string service)
    {
        using var folder = new ApplicationFolder($"services:\n  shop: {{ build: ., {service} }}\n") { Known = new("eu-west-2", "123456789012") };
        await folder.InitAsync();
        folder.Write("slipway.yml", Filled(folder.Read("slipway.yml")));

        var written = await new RepositoryArtifacts(folder.Root, "staging").WriteAsync(_directory);

        Assert.That(Listed(folder.PathOf("buildspec-staging.yml")), Is.EqualTo(written.Names));
    }

    private static string Filled(string settings) => settings.Replace("# cluster: my-cluster ", "cluster: my-cluster ", StringComparison.Ordinal);

    private static IEnumerable<string> Listed(string buildspec) =>
        File.ReadAllLines(buildspec).SkipWhile(line => line != "artifacts:").SkipWhile(line => line != "  files:").Skip(1)
            .TakeWhile(line => line.StartsWith("    - ", StringComparison.Ordinal)).Select(line => line[6..]);
}
