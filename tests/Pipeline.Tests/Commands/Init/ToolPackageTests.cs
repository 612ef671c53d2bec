using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Commands.Init;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>What Init writes when it is run from the tool package: the repository has no sources of Slipway.</summary>
public sealed class ToolPackageTests
{
    private const string Compose = "services: { web: { build: ., ports: [\"80:80\"] } }";

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task The_repository_gets_scripts_that_can_be_called_and_the_version()
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3-rc.1") };

        await folder.InitAsync();

        Assert.That(folder.Read("build.sh"), Does.StartWith("#!/usr/bin/env bash\n").And.EndsWith("\nexec dotnet tool run slipway -- \"$@\"\n"));
        Assert.That(File.GetUnixFileMode(folder.PathOf("build.sh")) & UnixFileMode.UserExecute, Is.EqualTo(UnixFileMode.UserExecute));
        Assert.That(folder.Read("build.ps1"), Does.Contain("\n    dotnet tool run slipway -- @args\n"));
        var tool = JsonNode.Parse(folder.Read(".config/dotnet-tools.json"))!["tools"]!["slipway"]!;
        Assert.That((string?)tool["version"], Is.EqualTo("1.2.3-rc.1"));
        Assert.That((string?)tool["commands"]![0], Is.EqualTo("slipway"));
    }

    [Test]
    public async Task Build_services_call_the_script_and_keep_the_packages()
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3") };
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(folder.Root)!, ".git"));

        await folder.InitAsync();

        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("\n      - export NUGET_PACKAGES=\"$PWD/shop/.slipway/packages\"\n      - ./shop/build.sh --target=Deploy --env=staging\n").And.Contains("\n    - shop/.slipway/packages/**/*\n").And.Not.Contains("FILL-IN"));
        Assert.That(folder.Said, Has.One.EqualTo("  ./build.sh --target=Deploy --env=local   (rehearses everything on this machine; it answers at http://127.0.0.1:80/)"));
    }

    [TestCase(".config/dotnet-tools.json")]
    [TestCase("dotnet-tools.json")]
    public async Task A_manifest_that_is_there_keeps_its_tools(string manifest)
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3") };
        folder.Write(manifest, """{"version": 1, "isRoot": true, "tools": {"other": {"version": "1.0.0", "commands": ["other"]}, "slipway": {"version": "1.2.2", "commands": ["slipway"]}}}""");

        await folder.InitAsync();

        var tools = JsonNode.Parse(folder.Read(manifest))!["tools"]!;
        Assert.That(((string?)tools["other"]!["version"], (string?)tools["slipway"]!["version"]), Is.EqualTo(("1.0.0", "1.2.3")));
        Assert.That(folder.Files.Where(file => file.EndsWith("dotnet-tools.json", StringComparison.Ordinal)), Is.EqualTo(new[] { manifest }));
    }

    [Test]
    public async Task A_manifest_that_cannot_be_read_is_refused_and_nothing_is_written()
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3") };
        folder.Write("dotnet-tools.json", "{");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(folder.Files, Is.EqualTo(new[] { "dotnet-tools.json" }));
    }

    [Test]
    public async Task A_build_script_of_the_application_is_left_alone_and_not_called()
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3") };
        folder.Write("build.sh", "make");

        await folder.InitAsync();

        Assert.That(folder.Read("build.sh"), Is.EqualTo("make"));
        Assert.That(folder.Read("slipway.sh"), Does.Contain("dotnet tool run slipway").And.Contain("slipway.sh: Slipway needs"));
        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("./slipway.sh --target=Deploy").And.Not.Contains("build.sh"));
        Assert.That(folder.Said, Has.Some.StartsWith("  ./slipway.sh --target=Deploy --env=local"));
    }

    [Test]
    public void A_program_that_was_compiled_from_its_sources_is_no_package() => Assert.That(ToolPackage.OfThisProgram(), Is.Null);
}
