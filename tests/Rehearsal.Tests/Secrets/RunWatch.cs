using System.Collections.Concurrent;
using System.Text;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>
/// Checks the machine while a run continues: the command line of every process, the labels and commands of the run's containers, and
/// the modes of secret files.
/// </summary>
internal sealed class RunWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LookAtContainers = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, byte> _commandLines = new();
    private readonly ConcurrentDictionary<string, byte> _containers = new();
    private readonly ConcurrentDictionary<string, byte> _files = new();
    private readonly string _root;
    private readonly string _names;
    private readonly Task _watching;

    /// <param name="root">The working tree.</param>
    /// <param name="names">What the names of the run's containers begin with.</param>
    public RunWatch(string root, string names)
    {
        (_root, _names) = (root, names);
        _watching = Task.WhenAll(Task.Run(() => RepeatAsync(Look, LookAtProcessesAndFilesAsync)), Task.Run(() => RepeatAsync(LookAtContainers, LookAtContainersAsync)));
    }

    /// <summary>Those of all processes, with a blank for each end of an argument.</summary>
    public IReadOnlyCollection<string> CommandLines => [.. _commandLines.Keys];

    /// <summary>As JSON: name, labels, mounts, command; not the environment, which is where a container's secrets are.</summary>
    public IReadOnlyCollection<string> Containers => [.. _containers.Keys];

    /// <summary>As <c>600 .env</c>: every mode that each was seen with.</summary>
    public IReadOnlyCollection<string> Files => [.. _files.Keys];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task RepeatAsync(TimeSpan interval, Func<Task> look)
    {
        while (!_end.IsCancellationRequested)
        {
            await look();
            await Task.Delay(interval, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private Task LookAtProcessesAndFilesAsync()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Read($"{process}/cmdline") is { Length: > 0 } commandLine) _commandLines.TryAdd(commandLine.Replace('\0', ' '), 0);
        }

        string[] secrets = [".env", "app/storage/APNS-Key.p8", "app/docker/nginx/AAACertificateServices.crt"];
        var runs = Path.Combine(_root, ".slipway/runs");
        foreach (var file in secrets.Select(file => Path.Combine(_root, file)).Concat(Entries(runs)).Concat(Entries(_root, "*.partial")))
        {
            if (Mode(file) is { } mode) _files.TryAdd($"{mode} {Path.GetRelativePath(_root, file)}", 0);
        }

        return Task.CompletedTask;
    }

    private async Task LookAtContainersAsync()
    {
        var ids = await RehearsalCopy.DockerAsync("ps", "--all", "--quiet", "--filter", $"name={_names}");
        foreach (var id in ids)
        {
            var described = await Testing.CommandRunner.RunAsync(
                new("docker", "inspect", "--format", "{{json .Name}} {{json .Config.Labels}} {{json .Mounts}} {{json .Path}} {{json .Args}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{json .Config.Healthcheck}}", id), CancellationToken.None);
            if (described.ExitCode == 0) _containers.TryAdd(described.Output, 0);
        }
    }

    private static string[] Entries(string folder, string pattern = "*")
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, pattern, pattern == "*" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly) : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string? Mode(string file)
    {
        try
        {
            return Path.Exists(file) && !OperatingSystem.IsWindows() ? Convert.ToString((int)File.GetUnixFileMode(file), 8) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // A process may end while it is checked.
    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
