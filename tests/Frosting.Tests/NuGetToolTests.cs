using System.IO.Compression;
using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

/// <summary>Installs a real package, from a feed that is a directory, with Cake's own NuGet installer.</summary>
public sealed class NuGetToolTests
{
    private string _directory = string.Empty;

    [SetUp]
    public void CreateFeed()
    {
        _directory = Directory.CreateTempSubdirectory("frosting-").FullName;
        using var package = ZipFile.Open(Path.Combine(_directory, "slipway.sample.1.2.3.nupkg"), ZipArchiveMode.Create);
        Write(
            package,
            "slipway.sample.nuspec",
            """
            <package><metadata>
              <id>slipway.sample</id><version>1.2.3</version><authors>Slipway</authors><description>A tool.</description>
            </metadata></package>
            """);
        Write(package, "tools/slipway-sample.exe", "not really");
    }

    [TearDown]
    public void DeleteFeed() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_tool_of_a_package_is_installed_to_the_tool_path_and_found_by_the_tool_locator()
    {
        var build = new Build().Task<UseTool>();
        build.Host.InstallTool(new Uri($"nuget:{new Uri(_directory)}?package=slipway.sample&version=1.2.3")).SetToolPath(Path.Combine(_directory, "tools"));

        var outcome = build.Run();

        Assert.That(outcome.Errors, Is.Empty);
        Assert.That(outcome.Journal, Is.EqualTo(new[] { Path.Combine(_directory, "tools/slipway.sample.1.2.3/tools/slipway-sample.exe") }));
    }

    private static void Write(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }

    [TaskName("Default")]
    private sealed class UseTool(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(context.Tools.Resolve("slipway-sample.exe").FullPath);
    }
}
