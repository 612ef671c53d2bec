using System.Buffers;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>Finds the known values in a text: whole, and, the long ones, broken over two lines.</summary>
internal sealed class SecretIndex
{
    private const int LongestWord = 10;
    private const int ShortestBroken = 8;
    private const int LeastOfBroken = 4;
    private const int MostOfBroken = 8;

    // What tables and error boxes put around a line that they break.
    private const string Frame = " \t\r|│\"'";

    private readonly string[] _forms;
    private readonly string[] _breakable;
    private readonly SearchValues<string> _search;
    private readonly SearchValues<string> _edges;

    public SecretIndex(IReadOnlyCollection<string> values)
    {
        _forms = [.. values.SelectMany(SecretForms.Of).Distinct().OrderByDescending(form => form.Length)];
        _breakable = [.. _forms.Where(form => form.Length >= ShortestBroken && !IsWord(form))];
        _search = SearchValues.Create(_forms, StringComparison.Ordinal);
        _edges = SearchValues.Create([.. _breakable.SelectMany(form => new[] { form[..Least(form)], form[^Least(form)..] })], StringComparison.Ordinal);
    }

    public IEnumerable<(int Start, int End)> Find(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            var next = text.AsSpan(position).IndexOfAny(_search);
            if (next < 0) yield break;
            position += next;
            if (Array.Find(_forms, form => Stands(form, text, position)) is { } found) yield return (position, position + found.Length);
        }
    }

    /// <summary>A program that breaks its lines at the terminal's width prints the beginning of a value at the end of one line and the rest on the next.</summary>
    public IEnumerable<(int Start, int End)> FindBroken(string text)
    {
        for (var begin = 0; begin <= text.Length;)
        {
            var end = text.IndexOf('\n', begin) is var newLine and >= 0 ? newLine : text.Length;
            var (first, last) = (begin, end);
            while (first < last && Frame.Contains(text[first])) first++;
            while (last > first && Frame.Contains(text[last - 1])) last--;
            var hasEdge = text.AsSpan(first, last - first).ContainsAny(_edges);
            foreach (var form in _breakable.Where(form => hasEdge || form.Length > last - first))
            {
                var (atEnd, atBegin) = BrokenAt(form, text.AsSpan(first, last - first), hasEdge);
                if (atEnd > 0) yield return (last - atEnd, last);
                if (atBegin > 0) yield return (first, first + atBegin);
            }

            begin = end + 1;
        }
    }

    /// <summary>How much of the line's end is the form's beginning, and of its beginning the form's end; all of it, when it is a piece of the middle.</summary>
    private static (int AtEnd, int AtBegin) BrokenAt(string form, ReadOnlySpan<char> line, bool hasEdge)
    {
        var least = Least(form);
        if (line.Length >= least && line.Length < form.Length && form.AsSpan().Contains(line, StringComparison.Ordinal)) return (line.Length, 0);
        var (atEnd, atBegin) = (0, 0);
        if (!hasEdge) return (0, 0);
        for (var length = Math.Min(form.Length - 1, line.Length); length >= least && (atEnd == 0 || atBegin == 0); length--)
        {
            if (atEnd == 0 && line.EndsWith(form.AsSpan(0, length), StringComparison.Ordinal)) atEnd = length;
            if (atBegin == 0 && line.StartsWith(form.AsSpan(form.Length - length), StringComparison.Ordinal)) atBegin = length;
        }

        return (atEnd, atBegin);
    }

    private static int Least(string form) => Math.Clamp((form.Length + 1) / 2, LeastOfBroken, MostOfBroken);

    /// <summary>A value that is a word or a number counts where it stands alone: 'secret' is not taken out of 'secrets'.</summary>
    private static bool Stands(string form, string text, int at) =>
        string.CompareOrdinal(text, at, form, 0, form.Length) == 0
        && (!IsWord(form) || ((at == 0 || !IsInWord(text[at - 1])) && (at + form.Length == text.Length || !IsInWord(text[at + form.Length]))));

    private static bool IsWord(string form) => form.Length <= LongestWord && (form.All(char.IsAsciiLetter) || form.All(char.IsAsciiDigit));

    private static bool IsInWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
