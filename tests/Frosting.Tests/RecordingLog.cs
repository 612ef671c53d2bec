using Cake.Core.Diagnostics;

namespace Slipway.Frosting.Tests;

/// <summary>A log that keeps what its verbosity lets through, as <c>Level: message</c>.</summary>
internal sealed class RecordingLog : ICakeLog
{
    private readonly List<string> _lines = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public IReadOnlyList<string> Lines => _lines;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity <= Verbosity)
        {
            _lines.Add($"{level}: {string.Format(format, args)}");
        }
    }
}
