using Cake.Core.Diagnostics;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>Output that is of interest only when the command fails: shown as it comes when verbose, else kept and its end printed.</summary>
internal sealed class TailedOutput(ICakeLog log, int printed)
{
    private readonly List<string> _lines = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public void Add(string line)
    {
        log.Verbose("{0}", line);
        _lines.Add(line);
    }

    public void Print()
    {
        if (log.Verbosity >= Verbosity.Verbose) return;
        foreach (var line in _lines.TakeLast(printed)) log.Error("{0}", line);
    }
}
