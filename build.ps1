#Requires -Version 7.3
#
# Runs Slipway:  ./build.ps1 --target=Deploy --env=local
#
# The interface and behaviour are those of build.sh, which does the work wherever there is a bash; what follows is for Windows.

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$caller = (Get-Location -PSProvider FileSystem).ProviderPath
$self = Get-Item -LiteralPath $PSCommandPath
$root = [IO.Path]::GetDirectoryName(($self.ResolveLinkTarget($true) ?? $self).FullName)

# Without PowerShell's own ways with arguments, such as the names of files in place of a '*'.
function Invoke-Program([string] $file, [string] $folder, [string[]] $arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new($file)
    $start.WorkingDirectory = $folder
    foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    $process.ExitCode
}

if (-not $IsWindows) { exit (Invoke-Program "$root/build.sh" $caller $args) }

$env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
$env:DOTNET_NOLOGO = 1
$bin = "$root/.slipway/bin"
$state = "$bin/current.windows"
$compiler = "$root/.slipway/compiler.windows"
$program = 'slipway.exe'
$outputsKept = 5
$secondsBetweenSigns = 30

function Write-Message([string] $text) { [Console]::Error.WriteLine($text) }

function Stop-Script([string] $problem, [string] $remedy) {
    Write-Message "build.ps1: $problem"
    Write-Message $remedy
    exit 3
}

function Stop-Writing([string] $folder, [string] $problem) {
    Stop-Script "cannot write to '$folder': $problem." 'Free some disk space, or make the folder writable for this user, then run this again.'
}

# The files that the program is made of, by name: build/ without what `dotnet build` puts there, and the settings above it.
function Get-Inputs {
    $sources = [IO.Directory]::EnumerateFiles("$root/build", '*', 'AllDirectories') | Where-Object { $_ -notmatch '[\\/](bin|obj)[\\/]' }
    $settings = [IO.Directory]::EnumerateFiles($root) | Where-Object { [IO.Path]::GetFileName($_) -match '^(Directory\..*\.props|global\.json|\.editorconfig|Slipway\.slnx)$' }
    [string[]] $inputs = @($sources) + @($settings)
    [Array]::Sort($inputs, [StringComparer]::Ordinal)
    $inputs
}

# Names and contents of the inputs, the platform, the dotnet command and the SDKs beside it, as one name. Contents on every run: here no
# time stamp tells of an edit that keeps a file's size and time.
function Get-InputHash([string] $dotnetRoot) {
    $sdks = [IO.Directory]::EnumerateDirectories("$dotnetRoot/sdk") | Sort-Object
    $hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
    $add = { param($text) $hash.AppendData([Text.Encoding]::UTF8.GetBytes("$text`n")) }
    foreach ($text in @($dotnet; $sdks; [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)) { & $add $text }
    foreach ($file in Get-Inputs) {
        & $add ([IO.Path]::GetRelativePath($root, $file))
        $hash.AppendData([IO.File]::ReadAllBytes($file))
    }
    [Convert]::ToHexString($hash.GetHashAndReset()).Substring(0, 16).ToLowerInvariant()
}

function Find-Dotnet {
    $command = Get-Command dotnet -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($command) { return $command.Source }
    foreach ($folder in $env:DOTNET_ROOT, "$HOME/.dotnet") {
        if ($folder -and [IO.File]::Exists("$folder/dotnet.exe")) { return "$folder/dotnet.exe" }
    }
}

# The folder that the SDK which global.json selects and its runtime are in.
function Find-DotnetRoot {
    $installed = @(if ($dotnet) { & $dotnet --list-sdks })
    $selected = if ($dotnet) { & $dotnet --version 2>$null }
    if ($dotnet -and $LASTEXITCODE -eq 0) {
        $line = $installed | Where-Object { $_.StartsWith("$selected [") } | Select-Object -First 1
        if ($line) { return [IO.Path]::GetDirectoryName(($line -replace '^.*?\[(.*)\]$', '$1')) }
    }
    $wanted = ([IO.File]::ReadAllText("$root/global.json") | ConvertFrom-Json).sdk.version
    $major = $wanted.Split('.')[0]
    $versions = ($installed | ForEach-Object { $_.Split(' ')[0] }) -join ' '
    $found = if ($dotnet) { "$dotnet with $(if ($versions) { $versions } else { 'no SDK at all' })" } else { "no 'dotnet' on PATH" }
    Stop-Script "Slipway needs the .NET SDK $wanted or a later $major.x, and there is $found." `
        "Install it from https://dot.net/download or with 'winget install Microsoft.DotNet.SDK.$major', then run this again."
}

# MSBuild gives these a meaning of its own in places where nothing can be escaped.
function Test-Folder {
    foreach ($part in ';', ',', '=', '%', '@(', '$(') {
        if (-not $root.Contains($part)) { continue }
        Stop-Script "Slipway cannot be compiled in '$root': '$part' in the name of a folder means something else to the compiler." `
            'Rename the folder, or move Slipway to another one.'
    }
}

# All that this script writes is below .slipway; whatever prevents that is reported before anything is compiled.
function Test-State {
    foreach ($folder in "$root/.slipway", $bin, "$root/.slipway/obj") {
        $probe = "$folder/.probe.$PID"
        try {
            if ($folder -eq $bin) { [void] [IO.Directory]::CreateDirectory($bin) }
            if (-not [IO.Directory]::Exists($folder)) { continue }
            [IO.File]::WriteAllText($probe, $PID)
            [IO.File]::Delete($probe)
        }
        catch {
            $cause = $_.Exception.InnerException
            if ($cause -is [UnauthorizedAccessException]) { Stop-Writing $folder 'Permission denied' }
            Stop-Writing "$root/.slipway" ($cause.Message -replace " : '.*|\.$")
        }
    }
}

# The lock is a file that nobody else may open; it is free again as soon as its owner has ended, however that was.
function Enter-Lock {
    $waiting = $false
    while ($true) {
        try { return [IO.File]::Open("$root/.slipway/compile.lock.windows", 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $waiting) { Write-Message 'Waiting for another build.ps1, which is compiling…' }
            $waiting = $true
            Start-Sleep -Milliseconds 200
        }
    }
}

# A compiler outlives a build.ps1 that was killed; two must not write the same intermediate files. It is known by its number and the time
# it started, since numbers are used again. On Linux .NET computes that time from the machine's, a little differently in each process.
function Stop-OrphanedCompiler {
    if (-not [IO.File]::Exists($compiler)) { return }
    $id, $started = [IO.File]::ReadAllText($compiler).Split('@')
    $process = Get-Process -Id $id -ErrorAction Ignore
    if ($process -and [Math]::Abs($process.StartTime.Ticks - [long] $started) -lt [TimeSpan]::TicksPerSecond) {
        $process.Kill($true)
        $process.WaitForExit()
    }
    [IO.File]::Delete($compiler)
}

# Ends the script when the compiler fails.
function Invoke-Compiler([string] $name) {
    $start = [Diagnostics.ProcessStartInfo]::new($dotnet)
    $start.WorkingDirectory = $root
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.Environment['DOTNET_GENERATE_ASPNET_CERTIFICATE'] = 'false'
    $start.Environment['DOTNET_CLI_USE_MSBUILD_SERVER'] = '0'
    $start.Environment['DOTNET_TieredPGO'] = '0'
    'msbuild', 'build/Publish.proj', '-nologo', '-verbosity:quiet', '-consoleLoggerParameters:ErrorsOnly;NoSummary', '-maxCpuCount', '-nodeReuse:false',
        "-property:PublishTo=.slipway/bin/$name/output" | ForEach-Object { $start.ArgumentList.Add($_) }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    try {
        [IO.File]::WriteAllText($compiler, "$($process.Id)@$($process.StartTime.Ticks)")
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        while (-not $process.WaitForExit($secondsBetweenSigns * 1000)) { Write-Message "  still compiling after $([int] $clock.Elapsed.TotalSeconds) s" }
        $log = @($output.Result -split '\r?\n' | Where-Object { $_ } | Select-Object -Unique)
    }
    finally {
        if (-not $process.HasExited) { $process.Kill($true) }
        [IO.File]::Delete($compiler)
    }
    if ($process.ExitCode -eq 0) {
        Write-Message "Compiled in $([int] $clock.Elapsed.TotalSeconds) s."
        return
    }
    $log | ForEach-Object { Write-Message $_ }
    if ($log -match 'No space left on device|not enough space on the disk|Disk quota exceeded') { Stop-Writing "$root/.slipway" 'No space left on device' }
    if (-not $log) { Write-Message "build.ps1: the compiler ended with exit code $($process.ExitCode) and said nothing." }
    Write-Message 'Slipway was not run: its sources do not compile.'
    exit 1
}

# Compiles what has the hash; false when the sources were changed meanwhile, so that what came out is nobody's.
function Invoke-Compile([string] $hash, [string] $dotnetRoot) {
    $fresh = ".new.$PID"
    $lock = Enter-Lock
    try {
        Stop-OrphanedCompiler
        if ([IO.File]::Exists("$bin/$hash/$program")) { return $true }
        if ([IO.Directory]::Exists("$root/.slipway/obj")) { Write-Message 'Compiling Slipway, whose sources have changed…' }
        else { Write-Message 'Compiling Slipway for the first time, which takes one to seven minutes (packages are downloaded)…' }
        Remove-Fresh
        Invoke-Compiler $fresh
        if ((Get-InputHash $dotnetRoot) -ne $hash) { return $false }
        if ([IO.Directory]::Exists("$bin/$hash")) { [IO.Directory]::Delete("$bin/$hash", $true) }
        [IO.Directory]::Move("$bin/$fresh/output", "$bin/$hash")
        Remove-OldOutputs
        return $true
    }
    finally {
        Remove-Fresh
        $lock.Dispose()
    }
}

function Remove-Fresh { Get-ChildItem -LiteralPath $bin -Directory -Filter '.new.*' -Force | Remove-Item -Recurse -Force -ErrorAction Ignore }

# One that a process still runs from cannot be renamed on Windows, and stays.
function Remove-OldOutputs {
    Get-ChildItem -LiteralPath $bin -Directory | Sort-Object LastWriteTime -Descending | Select-Object -Skip $outputsKept | ForEach-Object {
        Rename-Item -LiteralPath $_.FullName ".new.$($_.Name)" -ErrorAction Ignore
    }
}

# Finds the output for what the sources say now, or makes it.
function Update-Program {
    Test-Folder
    $dotnetRoot = Find-DotnetRoot
    Test-State
    foreach ($attempt in 1..3) {
        $hash = Get-InputHash $dotnetRoot
        if ([IO.File]::Exists("$bin/$hash/$program") -or (Invoke-Compile $hash $dotnetRoot)) {
            [IO.Directory]::SetLastWriteTimeUtc("$bin/$hash", [DateTime]::UtcNow)
            [IO.File]::WriteAllText("$state.$PID", $dotnetRoot)
            [IO.File]::Move("$state.$PID", $state, $true)
            return $hash, $dotnetRoot
        }
        Write-Message "The sources were changed while they were compiled (attempt $attempt of 3)."
    }
    exit 1
}

Push-Location -LiteralPath $root
try {
    $dotnet = Find-Dotnet
    $dotnetRoot = if ([IO.File]::Exists($state)) { [IO.File]::ReadAllText($state) }
    $hash = if ($dotnet -and $dotnetRoot -and [IO.Directory]::Exists("$dotnetRoot/sdk")) { Get-InputHash $dotnetRoot }
    if (-not ($hash -and [IO.File]::Exists("$bin/$hash/$program"))) { $hash, $dotnetRoot = Update-Program }
    $env:DOTNET_ROOT = $dotnetRoot
    $env:SLIPWAY_ROOT = $root
    $env:SLIPWAY_CALLER = $caller
    exit (Invoke-Program "$bin/$hash/$program" $root $args)
}
finally { Pop-Location }
