using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>LocalAws as its own process. What a test has not ended itself is taken down, then killed, by process id.</summary>
internal sealed class LocalAwsExecutable : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private LocalAwsExecutable(Process process, string stateDirectory, JsonObject endpoint)
    {
        _process = process;
        InstanceId = ReadInstance(stateDirectory)!;
        StateDirectory = stateDirectory;
        Endpoint = new((string)endpoint["endpoint"]!);
        Registry = (string)endpoint["registry"]!;
        Client = new() { BaseAddress = Endpoint, Timeout = Patience };
    }

    public static string Path { get; } = System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "slipway-local-aws");

    public string StateDirectory { get; }

    public Uri Endpoint { get; }

    /// <summary>Host and port.</summary>
    public string Registry { get; }

    /// <summary>The label of its containers, networks and volumes.</summary>
    public string InstanceId { get; }

    public int ProcessId => _process.Id;

    public HttpClient Client { get; }

    /// <summary>The command lines of the processes that it has started and that run; none where the system has no /proc.</summary>
    public IReadOnlyList<string> Children()
    {
        var threads = $"/proc/{ProcessId}/task";
        return Directory.Exists(threads)
            ? [.. Directory.GetDirectories(threads).SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(CommandLineOf)]
            : [];
    }

    /// <summary>Starts it and waits until it says that it is ready: the end of its standard streams.</summary>
    public static Task<LocalAwsExecutable> StartAsync(string stateDirectory, params string[] options) =>
        StartAsync(Start(["--state", stateDirectory, .. options]), stateDirectory);

    /// <summary>The same with a variable of the environment: another engine than this machine's, for one.</summary>
    public static Task<LocalAwsExecutable> StartWithAsync((string Name, string Value) variable, string stateDirectory) =>
        StartAsync(Start(["--state", stateDirectory], variable), stateDirectory);

    private static async Task<LocalAwsExecutable> StartAsync(Process process, string stateDirectory)
    {
        try
        {
            await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            var error = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
            Assert.That(error, Is.Empty);
            var file = await File.ReadAllTextAsync(System.IO.Path.Combine(stateDirectory, "endpoint.json"));
            return new(process, stateDirectory, JsonNode.Parse(file)!.AsObject());
        }
        catch
        {
            process.Kill();
            process.Dispose();
            if (ReadInstance(stateDirectory) is { } instance)
                await RemoveLabelledAsync(instance);
            throw;
        }
    }

    /// <summary>Starts one that ends on its own.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await error);
    }

    public async Task<int> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return kill.ExitCode;
    }

    /// <summary>Asks it to remove everything, and waits for its end.</summary>
    public async Task<(string Answer, int ExitCode)> DownAsync()
    {
        using var response = await Client.PostAsync(new Uri("/_slipway/down", UriKind.Relative), null);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return (answer!.ToJsonString(), response.IsSuccessStatusCode ? await WaitForExitAsync() : -1);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
                await DownAsync();
        }
        finally
        {
            _process.Kill();
            Client.Dispose();
            _process.Dispose();
            // A test that failed after it had killed the process never came to the next one, which would have taken over.
            await RemoveLabelledAsync(InstanceId);
        }
    }

    private static string CommandLineOf(string processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string? ReadInstance(string stateDirectory)
    {
        var file = System.IO.Path.Combine(stateDirectory, "instance.json");
        return File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))!["instanceId"] : null;
    }

    private static async Task RemoveLabelledAsync(string instance)
    {
        using var docker = new DockerCommand();
        await docker.RemoveLabelledAsync(instance);
    }

    private static Process Start(string[] arguments, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(Path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (variable is { } set)
            start.Environment[set.Name] = set.Value;
        return Process.Start(start)!;
    }
}
