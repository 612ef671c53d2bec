using System.Buffers;
using System.Text;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>Looks for planted secrets: in texts also for those that are broken over lines, in files and streams by their bytes.</summary>
internal sealed class LeakSearch
{
    private const int Overlap = 256;
    private const int Context = 60;

    private readonly Dictionary<string, string> _nameByTrace;
    private readonly SearchValues<string> _traces;

    public LeakSearch(IEnumerable<PlantedSecret> secrets)
    {
        _nameByTrace = secrets.SelectMany(secret => secret.Traces.Select(trace => (trace, secret.Name))).DistinctBy(pair => pair.trace).ToDictionary();
        _traces = SearchValues.Create([.. _nameByTrace.Keys], StringComparison.Ordinal);
    }

    /// <returns>A sentence for each secret that is in the text, whole or broken over lines, with what stands around it.</returns>
    public IReadOnlyList<string> InText(string place, string text)
    {
        var joined = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('|' or '│')));
        return [.. Find(text).Concat(Find(joined)).DistinctBy(leak => leak.Name).Select(leak => $"{leak.Name} in {place}: …{leak.Around}…")];
    }

    public async Task<IReadOnlyList<string>> InStreamAsync(string place, Stream stream)
    {
        var found = new Dictionary<string, string>();
        var buffer = new byte[1 << 20];
        for (var kept = 0; ;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(kept));
            if (read == 0) break;
            var text = Encoding.Latin1.GetString(buffer, 0, kept + read);
            foreach (var (name, around) in Find(text)) found.TryAdd(name, $"{name} in {place}: …{around}…");

            // What stands across two pieces.
            kept = Math.Min(Overlap, text.Length);
            Buffer.BlockCopy(buffer, text.Length - kept, buffer, 0, kept);
        }

        return [.. found.Values];
    }

    public async Task<IReadOnlyList<string>> InFileAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return await InStreamAsync(path, file);
    }

    /// <summary>All files in a folder, however deep, their names included.</summary>
    public async Task<IReadOnlyList<string>> InFolderAsync(string folder, Func<string, bool> leaveOut)
    {
        var found = new List<string>();
        if (!Directory.Exists(folder)) return found;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (leaveOut(Path.GetRelativePath(folder, entry.FullName))) continue;
            found.AddRange(InText($"the name of {entry.FullName}", entry.Name));

            // A lock is empty, and cannot be read while it is held.
            if (entry is FileInfo { Length: > 0 } && !IsOfTheRuntime(entry.Name)) found.AddRange(await InFileAsync(entry.FullName));
        }

        return found;
    }

    /// <summary>What .NET makes for debuggers while a process lives, LocalAws for one: sockets and pipes, which would be waited for.</summary>
    private static bool IsOfTheRuntime(string name) => name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) || name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal);

    private IEnumerable<(string Name, string Around)> Find(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            var next = text.AsSpan(position).IndexOfAny(_traces);
            if (next < 0) yield break;
            position += next;
            foreach (var (trace, name) in _nameByTrace)
            {
                if (string.CompareOrdinal(text, position, trace, 0, trace.Length) == 0)
                    yield return (name, text[Math.Max(0, position - Context)..Math.Min(text.Length, position + trace.Length + Context)]);
            }
        }
    }
}
