using System.Text;

namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>
/// Takes a command apart as the agent of ECS Exec does: by blanks, quotes and backslashes, and no shell is in between; a <c>#</c> at the beginning of a word
/// makes the rest of the line a comment. The agent uses https://github.com/google/shlex in a container (<c>agent/session/shell/shell_unix.go</c>).
/// </summary>
public sealed class CommandWords
{
    private readonly string _text;
    private readonly List<string> _words = [];
    private readonly StringBuilder _word = new();
    private bool _inWord;
    private int _next;

    private CommandWords(string text) => _text = text;

    /// <returns>The program and its arguments; a shell when there is none.</returns>
    /// <exception cref="FormatException">A quote is not closed; the message is the agent's.</exception>
    public static IReadOnlyList<string> Split(string command)
    {
        var split = new CommandWords(command);
        split.Read();
        return split._words.Count > 0 ? split._words : ["sh"];
    }

    private void Read()
    {
        while (_next < _text.Length)
        {
            var character = _text[_next++];
            if (character is ' ' or '\t' or '\r' or '\n')
                EndWord();
            else if (character == '#' && !_inWord)
                SkipLine();
            else
                ReadInWord(character);
        }

        EndWord();
    }

    private void ReadInWord(char character)
    {
        _inWord = true;
        if (character is '\'' or '"')
            ReadQuoted(character);
        else if (character != '\\')
            _word.Append(character);
        else
            _word.Append(Next("EOF found after escape character"));
    }

    private void ReadQuoted(char quote)
    {
        for (char character; (character = Next("EOF found when expecting closing quote")) != quote;)
            _word.Append(character == '\\' && quote == '"' ? Next("EOF found when expecting closing quote") : character);
    }

    private char Next(string problem) => _next < _text.Length ? _text[_next++] : throw new FormatException(problem);

    private void SkipLine() => _next = _text.IndexOf('\n', _next) is >= 0 and var end ? end + 1 : _text.Length;

    private void EndWord()
    {
        if (_inWord)
            _words.Add(_word.ToString());
        _word.Clear();
        _inWord = false;
    }
}
