#Requires -Version 7.3
#
# Runs Slipway:  ./build.ps1 --target=Deploy --env=local
#
# The interface and behaviour are those of build.sh, which does the work wherever there is a bash; what follows is for Windows.

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
if (-not $IsWindows) {
    & "$PSScriptRoot/build.sh" @args
    exit $LASTEXITCODE
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
$env:DOTNET_NOLOGO = 1
$state = '.slipway/bin/current'
$outputsKept = 5

function Write-Message([string] $text) { [Console]::Error.WriteLine($text) }

function Get-RelativePath($file) { [IO.Path]::GetRelativePath($PSScriptRoot, $file.FullName).Replace('\', '/') }

# Each file that the program is made of: build/ without what `dotnet build` puts there, and the settings above it.
function Get-Inputs {
    $sources = Get-ChildItem build -Recurse -File -Force | Where-Object { (Get-RelativePath $_) -notmatch '/(bin|obj)/' }
    $settings = Get-Item Directory.*.props, global.json, .editorconfig, Slipway.slnx -Force
    @($sources) + @($settings) | Sort-Object FullName
}

# Name, size and time of each input, and the SDKs there are.
function Get-Listing([string] $root) {
    $sdks = Get-ChildItem "$root/sdk" -Directory | ForEach-Object Name
    $files = Get-Inputs | ForEach-Object { "$(Get-RelativePath $_) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }
    @($dotnet) + @($sdks) + @($files) -join "`n"
}

# The inputs' names and contents, the SDK and the platform, as one name.
function Get-InputHash([string] $sdk) {
    $files = Get-Inputs | ForEach-Object { "$((Get-FileHash $_.FullName -Algorithm SHA256).Hash) $(Get-RelativePath $_)" }
    $text = @($sdk, [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier) + @($files) -join "`n"
    $hash = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($text))
    [Convert]::ToHexString($hash).Substring(0, 16).ToLowerInvariant()
}

function Find-Dotnet {
    $command = Get-Command dotnet -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($command) { return $command.Source }
    foreach ($folder in $env:DOTNET_ROOT, "$HOME/.dotnet") {
        if ($folder -and (Test-Path "$folder/dotnet.exe")) { return "$folder/dotnet.exe" }
    }
}

# The SDK that global.json selects, and the folder that it and its runtime are in.
function Find-Sdk {
    $installed = @(if ($dotnet) { & $dotnet --list-sdks })
    $selected = if ($dotnet) { & $dotnet --version 2>$null }
    if ($dotnet -and $LASTEXITCODE -eq 0) {
        $line = $installed | Where-Object { $_.StartsWith("$selected [") } | Select-Object -First 1
        if ($line) { return @{ Version = $selected; Root = Split-Path ($line -replace '^.*\[(.*)\]$', '$1') } }
    }
    $wanted = (Get-Content global.json -Raw | ConvertFrom-Json).sdk.version
    $major = $wanted.Split('.')[0]
    $versions = ($installed | ForEach-Object { $_.Split(' ')[0] }) -join ' '
    $found = if ($dotnet) { "$dotnet with $(if ($versions) { $versions } else { 'no SDK at all' })" } else { "no 'dotnet' on PATH" }
    Write-Message "build.ps1: Slipway needs the .NET SDK $wanted or a later $major.x, and there is $found."
    Write-Message "Install it from https://dot.net/download or with 'winget install Microsoft.DotNet.SDK.$major', then run this again."
    exit 3
}

# The lock is a file that nobody else may open; it is free again as soon as its owner has ended, however that was.
function Enter-Lock {
    $waiting = $false
    while ($true) {
        try { return [IO.File]::Open("$PSScriptRoot/.slipway/compile.lock.windows", 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $waiting) { Write-Message 'Waiting for another build.ps1, which is compiling…' }
            $waiting = $true
            Start-Sleep -Milliseconds 200
        }
    }
}

# Compiles what has the hash; false when the sources were changed meanwhile, so that what came out is nobody's.
function Invoke-Compile([string] $hash, [string] $sdk) {
    $lock = Enter-Lock
    $fresh = ".slipway/bin/.new.$PID"
    try {
        if (Test-Path ".slipway/bin/$hash/slipway.exe") { return $true }
        Write-Message 'Compiling Slipway (first run or changed sources)…'
        Remove-Item .slipway/bin/.new.* -Recurse -Force
        New-Item $fresh -ItemType Directory | Out-Null
        $env:DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
        $env:DOTNET_CLI_USE_MSBUILD_SERVER = 0
        $log = & $dotnet msbuild build/Publish.proj -nologo -verbosity:quiet '-consoleLoggerParameters:ErrorsOnly;NoSummary' `
            -maxCpuCount -nodeReuse:false "-property:PublishTo=$fresh/output" 2>&1
        if ($LASTEXITCODE -ne 0) {
            $log | Select-Object -Unique | ForEach-Object { Write-Message $_ }
            Write-Message 'Slipway was not run: its sources do not compile.'
            exit 1
        }
        if ((Get-InputHash $sdk) -ne $hash) { return $false }
        if (Test-Path ".slipway/bin/$hash") { Remove-Item ".slipway/bin/$hash" -Recurse -Force }
        Move-Item "$fresh/output" ".slipway/bin/$hash"
        # One that a process still runs from cannot be renamed on Windows, and stays.
        Get-ChildItem .slipway/bin -Directory | Sort-Object LastWriteTime -Descending | Select-Object -Skip $outputsKept | ForEach-Object {
            Rename-Item $_ ".new.$($_.Name)" -ErrorAction Ignore
        }
        return $true
    }
    finally {
        Remove-Item .slipway/bin/.new.* -Recurse -Force -ErrorAction Ignore
        $lock.Dispose()
    }
}

function Update-Program {
    $sdk = Find-Sdk
    New-Item .slipway/bin -ItemType Directory -Force | Out-Null
    foreach ($attempt in 1..3) {
        $listing = Get-Listing $sdk.Root
        $hash = Get-InputHash $sdk.Version
        if ((Test-Path ".slipway/bin/$hash/slipway.exe") -or (Invoke-Compile $hash $sdk.Version)) {
            (Get-Item ".slipway/bin/$hash").LastWriteTime = Get-Date
            [IO.File]::WriteAllText("$PSScriptRoot/$state.$PID", "$hash`n$($sdk.Root)`n$listing")
            Move-Item "$state.$PID" $state -Force
            return $hash, $sdk.Root
        }
        Write-Message "The sources were changed while they were compiled (attempt $attempt of 3)."
    }
    exit 1
}

Push-Location $PSScriptRoot
try {
    $dotnet = Find-Dotnet
    $hash, $root, $known = if (Test-Path $state) { (Get-Content $state -Raw).Split("`n", 3) }
    if (-not ($known -and (Test-Path ".slipway/bin/$hash/slipway.exe") -and (Test-Path "$root/sdk") -and (Get-Listing $root) -eq $known)) {
        $hash, $root = Update-Program
    }
    $env:DOTNET_ROOT = $root
    $env:SLIPWAY_ROOT = $PSScriptRoot
    & "$PSScriptRoot/.slipway/bin/$hash/slipway.exe" @args
    exit $LASTEXITCODE
}
finally { Pop-Location }
