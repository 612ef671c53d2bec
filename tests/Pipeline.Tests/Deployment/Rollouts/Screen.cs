using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>A terminal that understands going up, and erasing from the cursor to its end; anything else fails.</summary>
internal sealed partial class Screen : TextWriter
{
    private readonly List<string> _lines = [""];
    private int _row;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Without the empty one that the cursor stands on.</summary>
    public IReadOnlyList<string> Lines => _lines[^1].Length == 0 ? _lines[..^1] : _lines;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        foreach (Match part in Parts().Matches(value ?? ""))
        {
            if (part.Groups["up"] is { Success: true } up) _row -= int.Parse(up.Value, CultureInfo.InvariantCulture);
            else if (part.Groups["erase"].Success) _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
            else if (part.Value == "\n") Next();
            else if (part.Value == "\r") _lines[_row] = "";
            else if (part.Value[0] == '\e') throw new NotSupportedException($"A control sequence that this terminal does not know: {part.Value[1..]}");
            else _lines[_row] += part.Value;
        }
    }

    private void Next()
    {
        if (++_row == _lines.Count) _lines.Add("");
    }

    [GeneratedRegex(@"\e\[(?<up>\d+)A|(?<erase>\e\[0J)|\e[^m]*m?|\n|\r|[^\e\n\r]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
