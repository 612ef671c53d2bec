using System.Buffers;
using System.Text;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>Cuts the bytes of one output stream into lines.</summary>
internal sealed class LineBuffer
{
    private readonly ArrayBufferWriter<byte> _started = new();

    /// <summary>The line that has started and not ended; null when there is none.</summary>
    public string? Rest => _started.WrittenCount == 0 ? null : Text();

    /// <returns>The lines that these bytes complete, without their line feeds.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _started.Write(bytes[..end]);
            lines.Add(Text());
            _started.ResetWrittenCount();
        }

        _started.Write(bytes);
        return lines;
    }

    private string Text() => Encoding.UTF8.GetString(_started.WrittenSpan);
}
