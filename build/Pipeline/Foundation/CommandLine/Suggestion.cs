namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>The valid name that was probably meant. Used for keys, values and command line options alike.</summary>
public static class Suggestion
{
    /// <summary>A longer word is not a misspelt name; it also bounds the work on hostile input.</summary>
    private const int LongestWord = 64;

    /// <summary>
    /// The candidate with the smallest Damerau-Levenshtein distance (insert, drop, replace, swap of neighbours; case does not count), when
    /// a third of the word at most is wrong; else the only candidate that begins <paramref name="word"/> or begins with it; else null.
    /// </summary>
    public static string? For(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;

        var names = candidates.Where(name => name.Length is > 0 and <= LongestWord).ToList();
        var limit = Math.Max(1, word.Length / 3);
        var (nearest, distance) = (default(string), limit + 1);

        foreach (var name in names)
        {
            // A name of one or two letters is "near" to every other such name.
            var reachable = Math.Abs(name.Length - word.Length) < distance && name.Length > 1;
            var found = reachable ? Distance(word.ToLowerInvariant(), name.ToLowerInvariant()) : int.MaxValue;

            if (found < distance && found < Math.Max(word.Length, name.Length))
                (nearest, distance) = (name, found);
        }

        return nearest ?? OnlyCompletion(word, names);
    }

    /// <summary>Ends a message: <c>; did you mean 'name'?</c>, or what is valid when no name is near: <c>; valid here: a, b</c>.</summary>
    public static string Phrase(string word, IReadOnlyCollection<string> candidates)
    {
        if (For(word, candidates) is { } nearest)
            return $"; did you mean '{nearest}'?";

        return candidates.Count == 0 ? string.Empty : $"; valid here: {string.Join(", ", candidates)}";
    }

    /// <summary><c>--build</c> for --build-number, and <c>--environment</c> for --env.</summary>
    private static string? OnlyCompletion(string word, List<string> names)
    {
        const int ShortestPrefix = 3;
        var related = names.FindAll(name =>
            Math.Min(name.Length, word.Length) >= ShortestPrefix
            && (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

        return related.Count == 1 ? related[0] : null;
    }

    /// <summary>Optimal string alignment: each place is edited once at most, which is what typing errors look like.</summary>
    private static int Distance(string left, string right)
    {
        var (beforePrevious, previous, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);

        for (var column = 0; column <= right.Length; column++)
            previous[column] = column;

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;

            for (var column = 1; column <= right.Length; column++)
            {
                var replace = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replace, Math.Min(previous[column], current[column - 1]) + 1);

                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    current[column] = Math.Min(current[column], beforePrevious[column - 2] + 1);
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[right.Length];
    }
}
