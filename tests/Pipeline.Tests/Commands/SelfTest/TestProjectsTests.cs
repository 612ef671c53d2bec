using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestProjectsTests
{
    private string _root = null!;

    [SetUp]
    public void MakeProjects()
    {
        _root = Directory.CreateTempSubdirectory("slipway-projects-").FullName;
        foreach (var name in (string[])["Aws.Tests", "Docker.Tests", "Rehearsal.Tests", "Testing"])
        {
            Directory.CreateDirectory(Path.Combine(_root, "tests", name));
            File.WriteAllText(Path.Combine(_root, "tests", name, $"{name}.csproj"), "");
        }
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [TestCase("Rehearsal.Tests, Docker.Tests, Aws.Tests")]
    [TestCase("Rehearsal.Tests, Aws.Tests", "--project=Aws.Tests,Rehearsal.Tests")]
    [TestCase("Docker.Tests, Aws.Tests", "--project=aws.tests", "--project=Docker.Tests", "--project=Aws.Tests")]
    public void Those_that_were_asked_for_are_run_the_longest_first(string expected, params string[] options)
    {
        var selected = Projects(options).Selected();

        Assert.That(string.Join(", ", selected.Select(TestProjects.NameOf)), Is.EqualTo(expected));
    }

    [Test]
    public void Every_unknown_project_is_named_with_the_nearest_that_there_is()
    {
        var failure = Assert.Throws<RunFailedException>(() => Projects("--project=Aws,Dokcer.Tests,Testing").Check());

        Assert.That(failure!.ExitCode, Is.EqualTo(2));
        Assert.That(failure.Message, Is.EqualTo("""
            --project: there is no test project 'Aws'; did you mean 'Aws.Tests'?
            --project: there is no test project 'Dokcer.Tests'; did you mean 'Docker.Tests'?
            --project: there is no test project 'Testing'; valid here: Aws.Tests, Docker.Tests, Rehearsal.Tests
            """));
    }

    private TestProjects Projects(params string[] options) => new(Arguments.Parse(["--target=Test", .. options], TaskCatalogue.Targets), new(_root));
}
