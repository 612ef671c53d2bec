using Cake.Core;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Text for people on a terminal: headings, and paragraphs that are folded to its width with their indentation kept.</summary>
/// <param name="width">In characters; null when nothing is to be folded, as in a file.</param>
internal sealed class TextPage(IConsole console, int? width)
{
    /// <summary>In a narrower terminal folding would make it worse.</summary>
    private const int Narrowest = 40;

    /// <summary>The terminal's, or null when there is none.</summary>
    public static int? TerminalWidth => Console.IsOutputRedirected || Console.WindowWidth < Narrowest ? null : Console.WindowWidth;

    public void Heading(string text)
    {
        console.WriteLine();
        console.ForegroundColor = ConsoleColor.Cyan;
        console.WriteLine("{0}", text);
        console.ResetColor();
    }

    /// <summary>Words of a paragraph, the first line at <paramref name="indent"/>, the others two further in.</summary>
    /// <param name="colour">Of the paragraph; null for the terminal's own.</param>
    public void Paragraph(int indent, string text, ConsoleColor? colour = null)
    {
        if (colour is { } own) console.ForegroundColor = own;
        foreach (var line in Folded(indent, text)) console.WriteLine("{0}", line);
        if (colour is not null) console.ResetColor();
    }

    private IEnumerable<string> Folded(int indent, string text)
    {
        var (line, isEmpty) = (new string(' ', indent), true);
        foreach (var word in text.Split(' '))
        {
            // One column less: a terminal would break behind a line that fills it.
            if (!isEmpty && line.Length + 1 + word.Length > (width ?? int.MaxValue) - 1)
            {
                yield return line;
                (line, isEmpty) = (new string(' ', indent + 2), true);
            }

            (line, isEmpty) = (isEmpty ? line + word : $"{line} {word}", false);
        }

        yield return line;
    }
}
