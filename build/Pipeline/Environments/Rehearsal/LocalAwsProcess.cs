using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Slipway.Aws;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// LocalAws as a process: started when it does not run, and left running, so that what was deployed stays up after the build.
/// It is spoken to like any other AWS endpoint.
/// </summary>
/// <param name="stateDirectory">Where it keeps its state and says where it listens.</param>
/// <param name="seedDirectory">Objects that its S3 starts with, one folder a bucket.</param>
/// <param name="secretsFile">The secrets and parameters that it starts with; it need not exist.</param>
public sealed class LocalAwsProcess(string stateDirectory, string seedDirectory, string secretsFile, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SuccessionLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DownLimit = TimeSpan.FromSeconds(60);
    private const string KeyHeader = "X-Slipway-Key";

    private static readonly string ProgramDirectory = Path.Combine(AppContext.BaseDirectory, "local-aws");
    private static readonly string Assembly = Path.Combine(ProgramDirectory, "slipway-local-aws.dll");

    /// <summary>The command that this process runs by: its runtime is <c>shared/NAME/VERSION/</c> below it.</summary>
    private static readonly string DotNet = Path.GetFullPath("../../../dotnet" + (OperatingSystem.IsWindows() ? ".exe" : ""), RuntimeEnvironment.GetRuntimeDirectory());

    private readonly HttpClient _http = new() { Timeout = DownLimit };

    /// <summary>The endpoint of the LocalAws of this working tree; started, or started anew when a program of an older build runs.</summary>
    /// <exception cref="RunFailedException">It could not be started; the message has the end of its log.</exception>
    public async Task<LocalAwsEndpoint> EnsureAsync(string? account, string region, CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } running)
        {
            if (IsOurs(running)) return running;
            await StopAsync(running, cancellation);
        }

        var succession = time.GetUtcNow() + SuccessionLimit;
        while (true)
        {
            using var process = Start(account, region);
            var deadline = time.GetUtcNow() + StartLimit;
            while (!process.HasExited)
            {
                if (await FindAsync(cancellation) is { } started) return started;
                if (time.GetUtcNow() > deadline) throw DidNotStart($"it was not ready after {StartLimit.TotalSeconds:0} s");
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
            }

            // One that an interrupted run has started is found then, and one that ends makes room.
            var said = await process.StandardError.ReadToEndAsync(cancellation);
            if (!said.Contains("which is starting or ending", StringComparison.Ordinal) || time.GetUtcNow() > succession) throw DidNotStart($"it ended with exit code {process.ExitCode}: {said}", process.ExitCode);
        }
    }

    /// <summary>Null when none runs.</summary>
    public async Task<LocalAwsEndpoint?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(EndpointFile)) return null;
            var endpoint = JsonSerializer.Deserialize(await File.ReadAllTextAsync(EndpointFile, cancellation), LocalAwsJson.Default.LocalAwsEndpoint);
            if (endpoint is null || !PortOwner.MayBeOwn(endpoint.Endpoint.Port)) return null;
            using var answer = await SendAsync(HttpMethod.Get, endpoint, "/_slipway/health", cancellation);
            return answer.IsSuccessStatusCode ? endpoint : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes everything that LocalAws runs and keeps, and ends it. One that was killed is started once more, to find what it left.</summary>
    /// <returns>False when there was nothing to take down.</returns>
    public async Task<bool> DownAsync(string? account, string region, CancellationToken cancellation)
    {
        if (!Directory.Exists(stateDirectory)) return false;
        var endpoint = await EnsureAsync(account, region, cancellation);
        using var answer = await SendAsync(HttpMethod.Post, endpoint, "/_slipway/down", cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new RunFailedException(ExitCodes.Unexpected, $"LocalAws could not take everything down: {await answer.Content.ReadAsStringAsync(cancellation)}");
        await GoneAsync(endpoint, cancellation);
        return true;
    }

    /// <summary>The newest lines of its log, and each as it comes, until LocalAws ends.</summary>
    public async IAsyncEnumerable<string> FollowAsync(LocalAwsEndpoint endpoint, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, endpoint, "/_slipway/log?follow=1", cancellation, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await LineAsync(reader, cancellation) is { } line) yield return line;
    }

    /// <summary>The LocalAws that took the place of one whose log has ended; null when it ended for good, by someone's wish.</summary>
    /// <exception cref="RunFailedException">It ended on its own; the message has the end of its log.</exception>
    public async Task<LocalAwsEndpoint?> SuccessorAsync(LocalAwsEndpoint ended, CancellationToken cancellation)
    {
        await GoneAsync(ended, cancellation);
        var deadline = time.GetUtcNow() + SuccessionLimit;
        // It takes the file with it when it ends in good order, and the whole directory when it was taken down.
        while (Directory.Exists(stateDirectory) && time.GetUtcNow() < deadline)
        {
            if (await FindAsync(cancellation) is { } other) return other;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
        }

        return File.Exists(EndpointFile)
            ? throw new RunFailedException(ExitCodes.Unexpected, $"LocalAws ended on its own, or was killed. What it ran stays up: start it again, and it continues.\nThe end of its log, {LogFile}:\n{LogTail()}")
            : null;
    }

    /// <summary>Ends it in good order and leaves what it runs; returns when the process is gone.</summary>
    public async Task StopAsync(LocalAwsEndpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Post, endpoint, "/_slipway/stop", cancellation);
        }
        catch (HttpRequestException)
        {
            // It has ended already.
        }

        await GoneAsync(endpoint, cancellation);
    }

    /// <summary>What proves to LocalAws that a call is its owner's; null of one that has none, as one of an older build.</summary>
    public Secret? ReadKey() => File.Exists(KeyFile) ? new(File.ReadAllText(KeyFile)) : null;

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, LocalAwsEndpoint endpoint, string path, CancellationToken cancellation, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint.Endpoint, path));
        if (ReadKey() is { } key) request.Headers.Add(KeyHeader, key.Reveal());
        return await _http.SendAsync(request, completion, cancellation);
    }

    private static bool IsOurs(LocalAwsEndpoint running) =>
        running.Program is { } program && Path.TrimEndingDirectorySeparator(program) == ProgramDirectory;

    private string EndpointFile => Path.Combine(stateDirectory, "endpoint.json");

    private string KeyFile => Path.Combine(stateDirectory, "key");

    private string LogFile => Path.Combine(stateDirectory, "local-aws.log");

    private Process Start(string? account, string region)
    {
        var start = new ProcessStartInfo(Program()) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (start.FileName == DotNet) start.ArgumentList.Add(Assembly);
        string[] arguments = ["--state", stateDirectory, "--seed", seedDirectory, "--secrets", secretsFile, "--region", region, .. account is null ? [] : new[] { "--account", account }];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        // It belongs to no run: what a run set for its own children must not go with it.
        start.Environment.Remove("DOCKER_CONFIG");
        return Process.Start(start) ?? throw new RunFailedException(ExitCodes.Prerequisite, $"LocalAws could not be started: {start.FileName}.");
    }

    /// <summary>A package for all platforms has no program of one.</summary>
    private static string Program()
    {
        var program = Path.ChangeExtension(Assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        if (File.Exists(program)) return program;
        return File.Exists(Assembly) ? DotNet : throw new RunFailedException(ExitCodes.Prerequisite, $"LocalAws is not beside this program ({Assembly}). Start Slipway by ./build.sh.");
    }

    /// <summary>Null at the end, also when the process was killed in the middle of a line.</summary>
    private static async Task<string?> LineAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static async Task GoneAsync(LocalAwsEndpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.GetProcessById(endpoint.Pid);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (ArgumentException)
        {
            // No process has that id: it has ended.
        }
    }

    /// <param name="exitCode">Its own, which means the same as this program's.</param>
    private RunFailedException DidNotStart(string what, int exitCode = ExitCodes.Unexpected) =>
        new(exitCode is ExitCodes.Configuration or ExitCodes.Prerequisite ? exitCode : ExitCodes.Unexpected, $"LocalAws did not start, {what.Trim()}\nThe end of its log, {LogFile}:\n{LogTail()}");

    private string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(10)) : "(no log)";
}
