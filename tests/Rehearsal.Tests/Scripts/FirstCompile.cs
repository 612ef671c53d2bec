using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>
/// The first compile of a <see cref="ScriptCopy"/>, by two runs that start at the same time. It is made once for each script; the tests whose subject
/// it is not use copies of what it left.
/// </summary>
internal sealed class FirstCompile : IDisposable
{
    private static readonly IReadOnlyDictionary<EntryPoint, Lazy<Task<FirstCompile>>> Made =
        Enum.GetValues<EntryPoint>().ToDictionary(entryPoint => entryPoint, entryPoint => new Lazy<Task<FirstCompile>>(() => MakeAsync(entryPoint)));

    private readonly ScriptCopy _kept;

    private FirstCompile(ScriptCopy copy, ScriptCopy kept, IReadOnlyList<CommandResult> runs) => (Copy, _kept, Runs) = (copy, kept, runs);

    /// <summary>Where it was made. It belongs to one fixture.</summary>
    public ScriptCopy Copy { get; }

    /// <summary>What both runs, of the command <c>version</c>, wrote.</summary>
    public IReadOnlyList<CommandResult> Runs { get; }

    public static Task<FirstCompile> OfAsync(EntryPoint entryPoint) => Made[entryPoint].Value;

    /// <summary>A compiled repository for a fixture of its own.</summary>
    public static async Task<ScriptCopy> CopyAsync(EntryPoint entryPoint) => await (await OfAsync(entryPoint))._kept.CopyAsync();

    /// <summary>To be called when the last test has ended.</summary>
    public static async Task RemoveAsync()
    {
        foreach (var made in Made.Values.Where(made => made.IsValueCreated && made.Value.IsCompletedSuccessfully)) (await made.Value).Dispose();
    }

    public void Dispose()
    {
        Copy.Dispose();
        _kept.Dispose();
    }

    private static async Task<FirstCompile> MakeAsync(EntryPoint entryPoint)
    {
        var copy = await ScriptCopy.CreateAsync(entryPoint);
        var runs = await Task.WhenAll(copy.RunAsync("version"), copy.RunAsync("version"));
        return new(copy, await copy.CopyAsync(), runs);
    }
}
