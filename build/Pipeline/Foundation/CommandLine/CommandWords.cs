using System.Text;

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>
/// Takes a command apart as a POSIX shell does: blanks separate, quotes and backslashes keep together. Nothing is expanded, and what only a
/// shell could carry out (a pipe, a variable) is a mistake, since the program would get it as an argument.
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
/// </summary>
internal sealed class CommandWords
{
    private const string Blanks = " \t\r\n";
    private const string ForShells = "|&;<>()$`";
    private const string ForShellsInQuotes = "$`";
    private const string EscapedInQuotes = "$`\"\\\n";

    private readonly string _text;
    private readonly List<string> _words = [];
    private readonly StringBuilder _word = new();
    private bool _inWord;
    private int _next;

    private CommandWords(string text) => _text = text;

    /// <summary>The words, or what is wrong.</summary>
    public static (IReadOnlyList<string> Words, string? Problem) Split(string text)
    {
        var split = new CommandWords(text);
        var problem = split.Read() ?? (split._words.Count == 0 ? "there is no program in it" : null);
        return (problem is null ? split._words : [], problem);
    }

    private string? Read()
    {
        while (_next < _text.Length)
        {
            var character = _text[_next++];
            if (Blanks.Contains(character, StringComparison.Ordinal)) EndWord();
            else if (ForShells.Contains(character, StringComparison.Ordinal)) return OnlyAShell(character);
            else if (ReadInWord(character) is { } problem) return problem;
        }

        EndWord();
        return null;
    }

    private string? ReadInWord(char character)
    {
        _inWord = true;
        switch (character)
        {
            case '\'':
                var end = _text.IndexOf('\'', _next);
                if (end < 0) return Unclosed('\'');
                _word.Append(_text, _next, end - _next);
                _next = end + 1;
                return null;
            case '"':
                return ReadQuoted();
            case '\\' when _next == _text.Length:
                return "it ends with a '\\' that nothing follows";
            case '\\':
                // A line that continues in the next one.
                if (_text[_next++] is not '\n' and var escaped) _word.Append(escaped);
                return null;
            default:
                _word.Append(character);
                return null;
        }
    }

    private string? ReadQuoted()
    {
        while (_next < _text.Length)
        {
            var character = _text[_next++];
            if (character == '"') return null;
            if (ForShellsInQuotes.Contains(character, StringComparison.Ordinal)) return OnlyAShell(character);
            var isEscape = character == '\\' && _next < _text.Length && EscapedInQuotes.Contains(_text[_next], StringComparison.Ordinal);
            if (isEscape) character = _text[_next++];
            // A line that continues in the next one.
            if (!isEscape || character != '\n') _word.Append(character);
        }

        return Unclosed('"');
    }

    private void EndWord()
    {
        if (_inWord) _words.Add(_word.ToString());
        _word.Clear();
        _inWord = false;
    }

    private static string Unclosed(char quote) => $"unclosed {quote}";

    private static string OnlyAShell(char character) =>
        $"no shell runs it, and '{character}' means something to a shell only; put it in single quotes, or ask for a shell: sh -c '…'";
}
