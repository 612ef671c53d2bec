using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What a script says where there is no .NET SDK that will do, and that it takes any that will.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
[UnsupportedOSPlatform("windows")]
internal sealed class SdkTests(EntryPoint entryPoint)
{
    private ScriptCopy _copy = null!;
    private DirectoryInfo _tools = null!;

    private string Wanted => $"{_copy.Name}: Slipway needs the .NET SDK 10.0.100 or a later 10.x, and there is ";

    private string Remedy => entryPoint is EntryPoint.Bash
        ? "Install it from https://dot.net/download or with the system's package manager (dotnet-sdk-10.0), then run this again.\n"
        : "Install it from https://dot.net/download or with 'winget install Microsoft.DotNet.SDK.10', then run this again.\n";

    [OneTimeSetUp]
    public async Task MakeCopy() => _copy = await ScriptCopy.CreateAsync(entryPoint);

    [OneTimeTearDown]
    public void RemoveCopy() => _copy?.Dispose();

    [SetUp]
    public void ProvideEverythingButDotnet()
    {
        _tools = Directory.CreateTempSubdirectory("slipway-tools-");
        foreach (var name in new[] { "bash", "sh", "find", "sed", "cut", "paste", "mkdir", "rm", "ln", "mv", "ls", "touch", "awk", "uname", "sort", "xargs", "sha256sum", "readlink", "sleep", "tail", "chmod", "cp" })
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

    [Test]
    public async Task With_the_first_sdk_of_the_major_version_it_compiles()
    {
        // Like CodeBuild's image, which has 10.0.1xx beside older ones.
        var dotnet = Dotnet("""
            case $1 in
                --version) echo '10.0.100' ;;
                --list-sdks) echo "9.0.310 [$TOOLS/sdk]"; echo "10.0.100 [$TOOLS/sdk]" ;;
                msbuild)
                    output=${*: -1}
                    output=$PWD/${output#*PublishTo=}
                    mkdir -p "$output"
                    printf '#!/bin/sh\nprintf %%s "$DOTNET_ROOT"\n' >"$output/slipway"
                    chmod +x "$output/slipway"
                    cp "$output/slipway" "$output/slipway.exe"
                    ;;
            esac
            """);
        Directory.CreateDirectory(Path.Join(_tools.FullName, "sdk/10.0.100"));

        var result = await RunAsync();

        Assert.That(result, Is.EqualTo(new CommandResult(0, Path.GetDirectoryName(dotnet)!, $"{Probe.CompilingFirst}Compiled in N s.\n")));
    }

    private string Dotnet(string script)
    {
        var path = Path.Join(_tools.FullName, "dotnet");
        File.WriteAllText(path, $"#!/usr/bin/env bash\nTOOLS='{_tools.FullName}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        return path;
    }

    private Task<CommandResult> RunAsync()
    {
        var command = _copy.Script("version") with
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = _tools.FullName, ["HOME"] = _tools.FullName },
        };

        return ScriptCopy.RunAsync(command);
    }
}
