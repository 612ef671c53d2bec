using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace Slipway.Frosting.Tests;

public sealed class ToolTests
{
    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("frosting-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_tool_is_installed_after_the_tasks_are_made_and_before_setup_and_is_found_by_the_tool_locator()
    {
        var file = Path.Combine(_directory, "slipway-tool");
        File.WriteAllText(file, string.Empty);
        var build = new Build().Task<UseTool>().Services(services => services.UseSetup<JournalSetup>().AddSingleton(new ToolFile(file)));
        build.Host.UsePackageInstaller<FolderInstaller>().InstallTool(new Uri("folder:?package=slipway-tool")).SetToolPath(_directory);

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "made", $"install slipway-tool as Tool to {_directory}", "setup", file }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void A_scheme_that_nobody_installs_is_named()
    {
        var build = new Build().Task<UseTool>();
        build.Host.InstallTool(new Uri("parcel:?package=slipway-tool"));

        var outcome = build.Run();

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Could not find an installer for the 'parcel' scheme." }));
        Assert.That(outcome.Journal, Is.EqualTo(new[] { "made" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_tool_without_files_is_not_installed()
    {
        var build = new Build().Task<UseTool>();
        build.Host.UsePackageInstaller<EmptyInstaller>().InstallTool(new Uri("folder:?package=slipway-tool"));

        var outcome = build.Run();

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Failed to install tool 'slipway-tool'." }));
    }

    [Test]
    public void The_tools_of_NuGet_and_dotnet_have_their_installers_and_no_other_installer_is_asked()
    {
        var build = new Build().Task<ListInstallers>();

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "nuget: 1", "NUGET: 1", "dotnet: 1", "parcel: 0" }));
    }

    private sealed record ToolFile(string Path);

    [TaskName("Default")]
    private sealed class UseTool : FrostingTask
    {
        private readonly Journal _journal;

        public UseTool(Journal journal)
        {
            _journal = journal;
            journal.Add("made");
        }

        public override void Run(ICakeContext context) => _journal.Add(context.Tools.Resolve("slipway-tool").FullPath);
    }

    [TaskName("Default")]
    private sealed class ListInstallers(Journal journal, IEnumerable<IPackageInstaller> installers) : FrostingTask
    {
        private static readonly string[] Schemes = ["nuget", "NUGET", "dotnet", "parcel"];

        public override void Run(ICakeContext context)
        {
            foreach (var scheme in Schemes)
            {
                var package = new PackageReference($"{scheme}:?package=x");
                journal.Add($"{scheme}: {installers.Count(installer => installer.CanInstall(package, PackageType.Tool))}");
            }
        }
    }

    private sealed class JournalSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("setup");
    }

    private sealed class FolderInstaller(Journal journal, ToolFile file, IFileSystem files) : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) => package.Scheme == "folder";

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
        {
            journal.Add($"install {package.Package} as {type} to {path.FullPath}");
            return [files.GetFile(file.Path)];
        }
    }

    private sealed class EmptyInstaller : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) => true;

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path) => [];
    }
}
