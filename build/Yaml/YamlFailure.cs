using YamlDotNet.Core;

namespace Slipway.Yaml;

/// <summary>
/// Says what is wrong with a text that is not YAML. YamlDotNet has a place and a message for most; where it has neither, or the wrong one,
/// the text itself is checked.
/// </summary>
internal sealed class YamlFailure(string text, string file)
{
    /// <summary>Where it is wrong, and how.</summary>
    /// <param name="read">How far the parser had come.</param>
    public (Place Place, string Message) Describe(Exception exception, Mark read) => exception switch
    {
        YamlException known when known.Message.Contains(" tab ", StringComparison.Ordinal) && IndentingTab() is { } tab =>
            (PlaceAt(tab), "a tab; YAML is indented with spaces"),

        YamlException known => (PlaceOf(known.Start, file), known.Message.TrimEnd('.')),

        // The scanner's own, when text inside of brackets stands further left than the mapping around them.
        InvalidOperationException => (PlaceAt(Bracket(read)), "what begins here is not closed where its indentation ends"),

        _ => (PlaceOf(read, file), "a tag or an escape sequence after this place does not exist"),
    };

    public static Place PlaceOf(Mark mark, string file) => new(file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private int Bracket(Mark read)
    {
        var start = (int)Math.Clamp(read.Index, 0, text.Length);

        if (Unclosed(start) is { } unclosed)
            return unclosed;

        var bracket = text.AsSpan(start).IndexOfAny('[', '{');

        return bracket < 0 ? start : start + bracket;
    }

    /// <summary>The first bracket before <paramref name="end"/> that is not closed there; those in quotes and comments are text.</summary>
    private int? Unclosed(int end)
    {
        List<int> open = [];
        var quote = '\0';

        for (var index = 0; index < end; index++)
        {
            var character = text[index];

            if (quote != '\0')
                quote = character == (quote == '#' ? '\n' : quote) ? '\0' : quote;
            else if (character is '"' or '\'' or '#')
                quote = character;
            else if (character is '[' or '{')
                open.Add(index);
            else if (character is ']' or '}' && open.Count > 0)
                open.RemoveAt(open.Count - 1);
        }

        return open.Count > 0 ? open[0] : null;
    }

    /// <summary>The first tab that stands before the text of its line.</summary>
    private int? IndentingTab()
    {
        var isIndentation = true;

        for (var index = 0; index < text.Length; index++)
        {
            if (isIndentation && text[index] == '\t')
                return index;

            isIndentation = text[index] == '\n' || (isIndentation && text[index] == ' ');
        }

        return null;
    }

    private Place PlaceAt(int index)
    {
        var before = text.AsSpan(0, index);

        return new(file, 1 + before.Count('\n'), index - before.LastIndexOf('\n'));
    }
}
