using System.Reflection;
using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Slipway as a .NET tool: what a repository has of it is a version and two scripts.</summary>
/// <param name="Version">That of the package.</param>
public sealed record ToolPackage(string Version)
{
    /// <summary>Where <c>dotnet tool</c> looks for the tools of a repository, in every version of the SDK.</summary>
    public const string Manifest = ".config/dotnet-tools.json";

    /// <summary>Null when it was compiled from the sources that it is in.</summary>
    public static ToolPackage? OfThisProgram()
    {
        // The SDK puts it into the package, beside the program: https://learn.microsoft.com/dotnet/core/tools/rid-specific-tools
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml"))) return null;
        var version = typeof(ToolPackage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new(version.Split('+')[0]);
    }

    /// <summary>The scripts and the manifest, for the folder that the application is in.</summary>
    internal IEnumerable<GeneratedFile> Render()
    {
        yield return new("build.sh", Bash) { IsExecutable = true };
        yield return new("build.ps1", PowerShell) { IsExecutable = true };
        yield return new(Manifest, ManifestText());
    }

    /// <summary>Whether a manifest that is there already names Slipway in this version.</summary>
    internal bool IsIn(string manifest) => JsonNode.Parse(manifest)?["tools"]?["slipway"]?["version"]?.ToString() == Version;

    private string ManifestText()
    {
        var tool = new JsonObject { ["version"] = Version, ["commands"] = new JsonArray("slipway"), ["rollForward"] = false };
        var manifest = new JsonObject { ["version"] = 1, ["isRoot"] = true, ["tools"] = new JsonObject { ["slipway"] = tool } };
        return manifest.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private const string Bash = """
        #!/usr/bin/env bash
        #
        # Runs Slipway in the version that .config/dotnet-tools.json names: ./build.sh --target=Deploy --env=local
        # Ends with the exit code of Slipway; with 3 when there is no .NET SDK, or the package cannot be had.

        set -euo pipefail
        unset CDPATH
        export SLIPWAY_CALLER=$PWD DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
        cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")"
        export SLIPWAY_ROOT=$PWD

        refuse() {
            printf '%s\n' "$@" >&2
            exit 3
        }

        command -v dotnet >/dev/null || refuse "build.sh: Slipway needs the .NET SDK 10, and there is no 'dotnet' on PATH." 'Install it from https://dot.net/download, then run this again.'
        said=$(dotnet tool restore 2>&1 </dev/null) || refuse "build.sh: the tool 'slipway' could not be installed:" "$said"
        exec dotnet tool run slipway -- "$@"

        """;

    private const string PowerShell = """
        #Requires -Version 7.3
        #
        # Runs Slipway in the version that .config/dotnet-tools.json names: ./build.ps1 --target=Deploy --env=local
        # Ends with the exit code of Slipway; with 3 when there is no .NET SDK, or the package cannot be had.

        $PSNativeCommandUseErrorActionPreference = $false
        $env:SLIPWAY_CALLER = (Get-Location -PSProvider FileSystem).ProviderPath
        $env:SLIPWAY_ROOT = $PSScriptRoot
        $env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
        $env:DOTNET_NOLOGO = 1

        function Stop-Script([string[]] $lines) {
            $lines | ForEach-Object { [Console]::Error.WriteLine($_) }
            exit 3
        }

        if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
            Stop-Script "build.ps1: Slipway needs the .NET SDK 10, and there is no 'dotnet' on PATH.", 'Install it from https://dot.net/download, then run this again.'
        }
        Push-Location -LiteralPath $PSScriptRoot
        try {
            $said = dotnet tool restore 2>&1
            if ($LASTEXITCODE -ne 0) { Stop-Script (@("build.ps1: the tool 'slipway' could not be installed:") + $said) }
            dotnet tool run slipway -- @args
            exit $LASTEXITCODE
        }
        finally { Pop-Location }

        """;
}
