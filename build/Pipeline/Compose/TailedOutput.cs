using Cake.Core.Diagnostics;

namespace Slipway.Pipeline.Compose;

/// <summary>Output that is of interest only when the command fails: shown as it comes when verbose, else kept and its end printed.</summary>
internal sealed class TailedOutput(ICakeLog log, int lines)
{
    private readonly Queue<string> _tail = [];

    public IReadOnlyList<string> Lines => [.. _tail];

    public void Add(string line)
    {
        log.Verbose("{0}", line);
        _tail.Enqueue(line);
        if (_tail.Count > lines) _tail.Dequeue();
    }

    public void Print()
    {
        if (log.Verbosity >= Verbosity.Verbose) return;
        foreach (var line in _tail) log.Error("{0}", line);
    }
}
