using System.IO.Compression;
using System.Text;
using Slipway.Rehearsal.Tests.Scripts;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Packages;

/// <summary>What `dotnet pack` makes, as a team uses it that has no sources of Slipway.</summary>
[TestFixture]
public sealed class PackageTests
{
    private ForeignApplication _shop = null!;

    [OneTimeSetUp]
    public async Task InitAsync()
    {
        _shop = await ForeignApplication.CreateAsync();
        await _shop.CommandAsync("dotnet", "tool", "exec", "--yes", "slipway", "--", "--target=Init");
        await _shop.CommitAsync();
    }

    [OneTimeTearDown]
    public async Task TakeDownAsync() => await _shop.DisposeAsync();

    [Test]
    public async Task What_Init_wrote_deploys_and_so_does_a_program_with_tasks_of_its_own()
    {
        var first = await _shop.BuildAsync("--target=Deploy", "--env=local");
        var second = await _shop.BuildAsync("--target=Deploy", "--env=local");

        Assert.That(first.ExitCode, Is.Zero, first.Output + first.Error);
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(_shop.Page), Is.EqualTo("hello\n"));
        Assert.That(second.ExitCode, Is.Zero, second.Output + second.Error);
        Assert.That(second.Output, Does.Match("runs .+ already, 1 tasks"));
        Assert.That(await _shop.CommandAsync("git", "status", "--porcelain"), Is.Empty);
        await StagingIsDeployedAsThePageSaysAsync();
        await TasksOfItsOwnRunBeforeAndAfterOursAsync();
    }

    /// <summary>From where the user stands, with their arguments, and ending with the exit code of Slipway.</summary>
    [Test]
    public async Task The_scripts_hand_on_what_they_are_told_and_how_it_ended()
    {
        var power = await PowerShell.RequireAsync();
        foreach (var script in new[] { new Command(_shop.PathOf("build.sh")), power with { Arguments = [.. power.Arguments, _shop.PathOf("build.ps1")] } })
        {
            var lint = await _shop.RunAsync(script with { Arguments = [.. script.Arguments, "--target=Lint", "--env=local"] });
            var missing = await _shop.RunAsync(script with { Arguments = [.. script.Arguments, "--target=Lint", "--env=staging", "--config=no such*.yml"] });

            Assert.That(lint.ExitCode, Is.Zero, lint.Output + lint.Error);
            Assert.That(missing.ExitCode, Is.EqualTo(2), missing.Output + missing.Error);
            Assert.That(missing.Output + missing.Error, Does.Contain("no such*.yml"));
        }

        var tests = await _shop.BuildAsync("--target=Test");
        Assert.That(tests.ExitCode, Is.EqualTo(2));
        Assert.That(tests.Output + tests.Error, Does.Contain("the target Test is for Slipway's own sources"));
    }

    [Test]
    public async Task Without_the_SDK_or_the_package_they_say_what_is_missing()
    {
        var manifest = await File.ReadAllTextAsync(_shop.PathOf(".config/dotnet-tools.json"));
        _shop.Write(".config/dotnet-tools.json", manifest.Replace("\"1.0.0\"", "\"1.0.999\"", StringComparison.Ordinal));
        var version = await _shop.BuildAsync("--target=Lint");
        _shop.Write(".config/dotnet-tools.json", manifest);
        var sdk = await _shop.RunAsync(new Command(_shop.PathOf("build.sh"), "--target=Lint") { Environment = new Dictionary<string, string?> { ["PATH"] = ToolsWithoutDotNet() } });

        Assert.That((version.ExitCode, sdk.ExitCode), Is.EqualTo((3, 3)), version.Output + version.Error + sdk.Output + sdk.Error);
        Assert.That(version.Error, Does.StartWith("build.sh: the tool 'slipway' could not be installed:").And.Contains("1.0.999"));
        Assert.That(sdk.Error, Does.StartWith("build.sh: Slipway needs the .NET SDK 10, and there is no 'dotnet' on PATH."));
    }

    [Test]
    public async Task Packages_have_what_runs_and_no_path_of_the_machine_that_made_them()
    {
        var files = Directory.GetFiles(_shop.Packages, "*.nupkg").ToDictionary(file => Path.GetFileName(file)[..^".1.0.0.nupkg".Length], Entries);

        Assert.That(files.Keys, Is.SupersetOf(new[] { "Slipway", "Slipway.Pipeline", "Slipway.Frosting", "Slipway.Ecs", "Slipway.Aws", "Slipway.Docker", "Slipway.Yaml" }));
        var tool = files.Single(package => package.Key.StartsWith("Slipway.linux", StringComparison.Ordinal) || package.Key.StartsWith("Slipway.osx", StringComparison.Ordinal)).Value;
        Assert.That(tool.Select(Path.GetFileName), Is.SupersetOf(new[] { "slipway.dll", "slipway-local-aws.dll", "Cake.Core.dll" }));
        Assert.That(files["Slipway.Pipeline"], Has.Member("local-aws/slipway-local-aws.dll").And.Member("buildTransitive/Slipway.Pipeline.targets"));
        Assert.That(files["Slipway.Frosting"], Has.Member("lib/net10.0/Cake.Core.dll").And.Member("lib/net10.0/NuGet.Protocol.dll"));
        Assert.That(Directory.GetFiles(_shop.Packages, "*.nupkg").SelectMany(file => EntriesThatName(file, Workspace.Repository)), Is.Empty);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_shop.Packages, "Tool.cdx.json")), Does.Contain("\"AWSSDK.S3\"").And.Contains("pkg:nuget/Cake.Tool@7.0.0"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_shop.Packages, "LocalAws.cdx.json")), Does.Contain("\"Docker.DotNet.Enhanced\""));
        Assert.That(files.Where(package => !package.Value.Contains("LICENSE")).Select(package => package.Key), Is.Empty);
    }

    /// <summary>With the commands of docs/adopting.md, and no more edits than those that it names. The rehearsal's LocalAws is the account: it asks nobody for roles, and has the repository already.</summary>
    private async Task StagingIsDeployedAsThePageSaysAsync()
    {
        string[] commands = ["sed -i 's/FILL-IN-ACCOUNT/", "aws ecs create-cluster ", "aws logs create-log-group "];
        var page = (await File.ReadAllLinesAsync(Path.Join(Workspace.Repository, "docs/adopting.md"))).Select(line => line.Trim()).ToList();
        foreach (var command in commands.Select(begin => page.Single(line => line.StartsWith(begin, StringComparison.Ordinal))))
        {
            var own = command.Replace("shop", Path.GetFileName(_shop.Root), StringComparison.Ordinal).Replace("123456789012", "000000000000", StringComparison.Ordinal).Replace("eu-west-2", "us-east-1", StringComparison.Ordinal);
            var done = await _shop.InAccountAsync("bash", "-c", own);
            Assert.That(done.ExitCode, Is.Zero, own + done.Output + done.Error);
        }

        _shop.Write("slipway.yml", (await File.ReadAllTextAsync(_shop.PathOf("slipway.yml"))).Replace("# region: eu-west-2 ", "region: us-east-1 ", StringComparison.Ordinal).Replace("# cluster: my-cluster ", "cluster: staging ", StringComparison.Ordinal));
        // The port of this machine is the rehearsal's.
        _shop.Write("taskdefs/staging-taskdef.json", (await File.ReadAllTextAsync(_shop.PathOf("taskdefs/staging-taskdef.json"))).Replace($"\"hostPort\": {_shop.Page.Port}", "\"hostPort\": 0", StringComparison.Ordinal));
        await _shop.CommitAsync();

        var first = await _shop.InAccountAsync(_shop.PathOf("build.sh"), "--target=Deploy", "--env=staging");
        var second = await _shop.InAccountAsync(_shop.PathOf("build.sh"), "--target=Deploy", "--env=staging");

        Assert.That(first.ExitCode, Is.Zero, first.Output + first.Error);
        Assert.That(second.ExitCode, Is.Zero, second.Output + second.Error);
        Assert.That(second.Output, Does.Match("runs .+ already, 1 tasks"));
    }

    private async Task TasksOfItsOwnRunBeforeAndAfterOursAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Join(Workspace.Repository, "examples/own-tasks")).Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".csproj", StringComparison.Ordinal)))
            _shop.Write($"build/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file));
        string[] run = ["run", "--project", "build", "-property:SlipwayVersion=1.0.0", "--"];

        var announced = await _shop.CommandAsync("dotnet", [.. run, "--target=Announce", "--env=local"]);
        var without = await _shop.RunAsync(new("dotnet", [.. run, "--target=Announce"]));

        string[] order = ["Wrote assets.txt for local.", " already, 1 tasks", " is in local."];
        var places = order.Select(text => announced.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.That(places, Is.Ordered.And.All.GreaterThan(0), announced);
        Assert.That(await File.ReadAllTextAsync(_shop.PathOf("assets.txt")), Is.EqualTo("local"));
        Assert.That(without.ExitCode, Is.EqualTo(2), without.Error);
        Assert.That(without.Error, Does.Contain("--env"));
    }

    private static List<string> Entries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private static List<string> EntriesThatName(string package, string path)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Where(entry => Bytes(entry).AsSpan().IndexOf(Encoding.UTF8.GetBytes(path)) >= 0).Select(entry => entry.FullName)];
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>A folder with the programs that the script needs, less dotnet.</summary>
    private string ToolsWithoutDotNet()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_shop.Root)!, "tools");
        Directory.CreateDirectory(folder);
        foreach (var tool in new[] { "bash", "dirname" }) File.CreateSymbolicLink(Path.Combine(folder, tool), $"/usr/bin/{tool}");
        return folder;
    }
}
