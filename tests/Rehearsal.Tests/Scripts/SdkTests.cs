using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What build.sh says where there is no .NET SDK that will do.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class SdkTests
{
    private const string Wanted = "build.sh: Slipway needs the .NET SDK 10.0.100 or a later 10.x, and there is ";

    private const string Remedy =
        "Install it from https://dot.net/download or with the system's package manager (dotnet-sdk-10.0), then run this again.\n";

    private DirectoryInfo _tools = null!;

    [OneTimeSetUp]
    public Task MakeCopy() => FreshCopy.MakeAsync();

    [SetUp]
    public void ProvideEverythingButDotnet()
    {
        _tools = Directory.CreateTempSubdirectory("slipway-tools-");
        foreach (var name in new[] { "bash", "find", "sed", "cut", "paste" })
        {
            var tool = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Join(folder, name)).First(File.Exists);
            File.CreateSymbolicLink(Path.Join(_tools.FullName, name), tool);
        }
    }

    [TearDown]
    public void Remove() => _tools.Delete(recursive: true);

    [Test]
    public async Task Without_dotnet_it_ends_with_3_and_says_what_to_install()
    {
        var result = await RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(3, "", $"{Wanted}no 'dotnet' on PATH.\n{Remedy}")));
    }

    [Test]
    public async Task With_a_runtime_but_no_sdk_it_says_so()
    {
        var dotnet = Dotnet("""
            case $1 in
                --version) echo 'You must install or update .NET' >&2; exit 155 ;;
                --list-sdks) ;;
            esac
            """);

        var result = await RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(3, "", $"{Wanted}{dotnet} with no SDK at all.\n{Remedy}")));
    }

    [Test]
    public async Task With_older_sdks_only_it_lists_them()
    {
        var dotnet = Dotnet("""
            case $1 in
                --version) echo 'A compatible .NET SDK was not found.' >&2; exit 155 ;;
                --list-sdks) echo '8.0.404 [/opt/dotnet/sdk]'; echo '9.0.100 [/opt/dotnet/sdk]' ;;
            esac
            """);

        var result = await RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(3, "", $"{Wanted}{dotnet} with 8.0.404 9.0.100.\n{Remedy}")));
    }

    private string Dotnet(string script)
    {
        var path = Path.Join(_tools.FullName, "dotnet");
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        return path;
    }

    private Task<CommandResult> RunAsync()
    {
        var command = FreshCopy.BuildScript("version") with
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = _tools.FullName, ["HOME"] = _tools.FullName },
        };

        return CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);
    }
}
