namespace Slipway.Ecs.Linting;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>A longer word is not a misspelt name; it also bounds the work on hostile input.</summary>
    private const int LongestWord = 64;

    /// <summary>The candidate with the fewest letters to change, when it is a quarter of the word at most; case does not count.</summary>
    public static string? For(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord) return null;
        var (nearest, smallest) = (default(string), Math.Max(1, word.Length / 4) + 1);
        foreach (var name in candidates)
        {
            if (Math.Abs(name.Length - word.Length) >= smallest || name.Length < 3) continue;
            var distance = Distance(word.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < smallest) (nearest, smallest) = (name, distance);
        }

        return nearest;
    }

    /// <summary>Ends a message about a value that is not among the valid ones.</summary>
    public static string Phrase(string word, IReadOnlyCollection<string> valid) =>
        For(word, valid) is { } nearest ? $"did you mean '{nearest}'?" : $"valid are {string.Join(", ", valid)}.";

    // Levenshtein, a row at a time.
    private static int Distance(string left, string right)
    {
        var (previous, current) = (Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replace = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replace, Math.Min(previous[column], current[column - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
