using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Slipway as a .NET tool: what a repository has of it is a version and two scripts.</summary>
/// <param name="Version">That of the package.</param>
public sealed record ToolPackage(string Version)
{
    /// <summary>Where <c>dotnet tool</c> looks for the tools of a folder: the usual place, and that of <c>dotnet new tool-manifest</c> since .NET 10.</summary>
    private static readonly string[] Manifests = [".config/dotnet-tools.json", "dotnet-tools.json"];

    private static readonly string[] Scripts = ["build.sh", "build.ps1"];

    private const string Call = "dotnet tool run slipway";

    /// <summary>Null when it was compiled from the sources that it is in.</summary>
    public static ToolPackage? OfThisProgram()
    {
        // The SDK puts it into the package, beside the program: https://learn.microsoft.com/dotnet/core/tools/rid-specific-tools
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml"))) return null;
        var version = typeof(ToolPackage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new(version.Split('+')[0]);
    }

    /// <summary><c>build</c>; <c>slipway</c> where the application has scripts of that name that are not ours.</summary>
    /// <param name="root">The application's folder.</param>
    internal static string ScriptIn(string root) =>
        Scripts.Select(name => Path.Combine(root, name)).Any(file => File.Exists(file) && !File.ReadAllText(file).Contains(Call, StringComparison.Ordinal)) ? "slipway" : "build";

    /// <summary>The scripts, and the manifest with whatever tools it has already.</summary>
    /// <param name="root">The application's folder.</param>
    /// <exception cref="RunFailedException">A manifest that is there is no JSON; exit code 2.</exception>
    internal IEnumerable<GeneratedFile> Render(string root)
    {
        var script = ScriptIn(root);
        yield return new($"{script}.sh", Bash.Replace("build.sh", $"{script}.sh", StringComparison.Ordinal)) { IsExecutable = true };
        yield return new($"{script}.ps1", PowerShell.Replace("build.ps1", $"{script}.ps1", StringComparison.Ordinal)) { IsExecutable = true };
        var manifest = Array.Find(Manifests, name => File.Exists(Path.Combine(root, name)));
        yield return new(manifest ?? Manifests[0], Manifest(manifest is null ? null : Path.Combine(root, manifest))) { IsAdded = true };
    }

    private string Manifest(string? file)
    {
        var manifest = file is null ? new JsonObject { ["version"] = 1, ["isRoot"] = false, ["tools"] = new JsonObject() } : Read(file);
        if (manifest["tools"] is not JsonObject tools) manifest["tools"] = tools = [];
        if ((string?)tools["slipway"]?["version"] == Version && file is not null) return File.ReadAllText(file);
        tools["slipway"] = new JsonObject { ["version"] = Version, ["commands"] = new JsonArray("slipway"), ["rollForward"] = false };
        return manifest.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private static JsonObject Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject ?? [];
        }
        catch (JsonException broken)
        {
            throw new RunFailedException(ExitCodes.Configuration, $"{file} is no manifest of .NET tools: {broken.Message} Correct or remove it; nothing was written.");
        }
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
