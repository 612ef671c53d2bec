using System.Text;
using System.Text.Json;

namespace Slipway.Ecs.Sources;

/// <summary>A JSON text with the place of everything in it. What is not JSON has a <see cref="Failure"/> instead of a <see cref="Root"/>.</summary>
public sealed class JsonSource
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _utf8;
    private List<int>? _lineStarts;

    private JsonSource(byte[] utf8, string file)
    {
        (_utf8, File) = (utf8, file);
        if (utf8.All(character => character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            Failure = new(PlaceAt(0), "there is nothing in the file");
            return;
        }

        try
        {
            Root = new SourceReader(utf8).Read();
        }
        catch (JsonException broken)
        {
            Failure = new(PlaceOf(broken), Sentence(broken));
        }
        catch (SourceTextException broken)
        {
            Failure = new(PlaceAt(broken.Offset), "a string holds bytes that are not UTF-8, or half of a surrogate pair");
        }
    }

    /// <summary>As messages name it.</summary>
    public string File { get; }

    public SourceValue? Root { get; }

    public SourceFailure? Failure { get; }

    /// <summary>The text, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    public static JsonSource Parse(string text, string file) => Parse(Encoding.UTF8.GetBytes(text), file);

    /// <param name="utf8">May begin with a byte order mark.</param>
    public static JsonSource Parse(byte[] utf8, string file) =>
        new(utf8.AsSpan().StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8, file);

    public SourcePlace PlaceOf(SourceValue value) => PlaceAt(value.Anchor);

    /// <summary>The place of an offset in bytes.</summary>
    public SourcePlace PlaceAt(int offset)
    {
        var starts = LineStarts();
        var line = starts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new(File, line + 1, Encoding.UTF8.GetCharCount(_utf8, starts[line], offset - starts[line]) + 1);
    }

    /// <summary>The text with other bytes in some places; everything between them stays as it is.</summary>
    /// <param name="edits">In any order; they must not overlap.</param>
    internal byte[] With(IEnumerable<(int Start, int End, byte[] Replacement)> edits)
    {
        using var result = new MemoryStream(_utf8.Length + 256);
        var next = 0;
        foreach (var (start, end, replacement) in edits.OrderBy(edit => edit.Start))
        {
            result.Write(_utf8.AsSpan(next, start - next));
            result.Write(replacement);
            next = end;
        }

        result.Write(_utf8.AsSpan(next));
        return result.ToArray();
    }

    private SourcePlace PlaceOf(JsonException broken)
    {
        var starts = LineStarts();
        var line = (int)Math.Clamp(broken.LineNumber ?? 0, 0, starts.Count - 1);
        return PlaceAt((int)Math.Min(starts[line] + (broken.BytePositionInLine ?? 0), _utf8.Length));
    }

    // The parser's own message ends with the place as well, counted from 0.
    private static string Sentence(JsonException broken) => broken.Message.Split(" LineNumber: ")[0].TrimEnd('.');

    private List<int> LineStarts()
    {
        if (_lineStarts is not null) return _lineStarts;
        List<int> starts = [0];
        for (var index = 0; index < _utf8.Length; index++)
        {
            if (_utf8[index] == (byte)'\n') starts.Add(index + 1);
        }

        return _lineStarts = starts;
    }
}
