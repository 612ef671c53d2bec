using System.Globalization;
using System.Net;
using System.Text;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>A text without its escapes, with the place that each character had. So a value is found in JSON, XML, a URL or a shell's quotes, however it was escaped there.</summary>
internal sealed class DecodedText
{
    private const int LongestEntity = 10;

    /// <summary>The characters without which there is none, and what gives the text at a place, with its length there; 0 when it is no escape.</summary>
    private static readonly (string Signs, Func<string, int, (int Length, string Text)> Decode)[] Escapes =
        [("\\", Backslash), ("%", Percent), ("+", Form), ("&", Entity), ("$'\"", Doubled)];

    private readonly StringBuilder _text = new();
    private readonly List<(int Start, int End)> _places = [];

    public string Text => _text.ToString();

    /// <summary>The text as it would be without the escapes of each kind that it has, and of two kinds, as in the JSON of an XML report.</summary>
    public static IEnumerable<DecodedText> AllOf(string text)
    {
        foreach (var once in Each(text))
        {
            yield return once;
            foreach (var twice in Each(once.Text)) yield return twice.Over(once);
        }
    }

    private static IEnumerable<DecodedText> Each(string text) =>
        Escapes.Where(escape => text.AsSpan().ContainsAny(escape.Signs)).Select(escape => Decode(text, escape.Decode)).OfType<DecodedText>();

    /// <summary>Where a stretch of the decoded text was in the text.</summary>
    public (int Start, int End) PlaceOf((int Start, int End) stretch) => (_places[stretch.Start].Start, _places[stretch.End - 1].End);

    private DecodedText Over(DecodedText inner)
    {
        for (var index = 0; index < _places.Count; index++) _places[index] = inner.PlaceOf(_places[index]);
        return this;
    }

    private static DecodedText? Decode(string text, Func<string, int, (int Length, string Text)> escape)
    {
        var decoded = new DecodedText();
        var hasEscape = false;
        for (var position = 0; position < text.Length;)
        {
            var (length, character) = escape(text, position);
            if (length == 0) (length, character) = (1, text[position].ToString());
            else hasEscape = true;
            decoded._text.Append(character);
            foreach (var _ in character) decoded._places.Add((position, position + length));
            position += length;
        }

        return hasEscape ? decoded : null;
    }

    private static (int Length, string Text) Backslash(string text, int at)
    {
        if (text[at] != '\\' || at + 1 >= text.Length) return default;
        return text[at + 1] switch
        {
            'n' => (2, "\n"),
            'r' => (2, "\r"),
            't' => (2, "\t"),
            'u' => Hexadecimal(text, at, digits: 4),
            'x' => Hexadecimal(text, at, digits: 2),
            var other when char.IsLetterOrDigit(other) => default,
            var other => (2, other.ToString()),
        };
    }

    private static (int Length, string Text) Hexadecimal(string text, int at, int digits) =>
        at + 2 + digits <= text.Length && int.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (2 + digits, ((char)code).ToString())
            : default;

    private static (int Length, string Text) Form(string text, int at) => text[at] == '+' ? (1, " ") : Percent(text, at);

    /// <summary>All that stand together at once: a character may be several bytes.</summary>
    private static (int Length, string Text) Percent(string text, int at)
    {
        var bytes = new List<byte>();
        while (at + (3 * bytes.Count) + 2 < text.Length && text[at + (3 * bytes.Count)] == '%'
            && byte.TryParse(text.AsSpan(at + (3 * bytes.Count) + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            bytes.Add(value);
        return (3 * bytes.Count, Encoding.UTF8.GetString([.. bytes]));
    }

    private static (int Length, string Text) Entity(string text, int at)
    {
        if (text[at] != '&') return default;
        var end = text.IndexOf(';', at, Math.Min(LongestEntity, text.Length - at));
        if (end < 0) return default;
        var entity = text[at..(end + 1)];
        var character = WebUtility.HtmlDecode(entity);
        return character == entity ? default : (entity.Length, character);
    }

    /// <summary><c>$$</c> in Compose files, <c>''</c> in YAML and SQL, <c>'\''</c> in shells, <c>""</c> in tables.</summary>
    private static (int Length, string Text) Doubled(string text, int at)
    {
        if (string.CompareOrdinal(text, at, @"'\''", 0, 4) == 0) return (4, "'");
        return text[at] is '$' or '\'' or '"' && at + 1 < text.Length && text[at + 1] == text[at] ? (2, text[at].ToString()) : default;
    }
}
