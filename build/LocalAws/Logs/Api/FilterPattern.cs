using System.Text;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>
/// Filter patterns for events that are text: <c>ERROR timeout</c> has both terms, <c>"not found"</c> the phrase, <c>?ERROR ?WARN</c> one of them,
/// <c>-DEBUG</c> not that one. Terms match as they are written. Patterns for JSON and for columns, and regular expressions, are refused.
/// </summary>
public static class FilterPattern
{
    private const char Required = ' ';
    private const char Optional = '?';
    private const char Excluded = '-';

    /// <summary>Whether a message matches.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    public static Func<string, bool> Parse(string pattern)
    {
        if (pattern.TrimStart() is ['{' or '[' or '%', ..])
            throw LogErrors.Invalid($"LocalAws does not emulate the filter pattern '{pattern}' for JSON, columns or regular expressions, only terms and phrases; run this against AWS.");
        var terms = Split(pattern).ToLookup(term => term.Sign, term => term.Text);
        return message => terms[Required].All(message.Contains)
            && !terms[Excluded].Any(message.Contains)
            // As AWS has it: beside terms that are required, optional ones make no difference.
            && (terms[Required].Any() || !terms[Optional].Any() || terms[Optional].Any(message.Contains));
    }

    private static IEnumerable<(char Sign, string Text)> Split(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            if (char.IsWhiteSpace(pattern[at]))
            {
                at++;
                continue;
            }

            var sign = pattern[at] is Optional or Excluded ? pattern[at++] : Required;
            var term = at < pattern.Length && pattern[at] == '"' ? Phrase(pattern, ref at) : Word(pattern, ref at);
            if (term.Length > 0)
                yield return (sign, term);
        }
    }

    private static string Word(string pattern, ref int at)
    {
        var start = at;
        while (at < pattern.Length && !char.IsWhiteSpace(pattern[at]))
            at++;
        var word = pattern[start..at];
        return word.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
            ? word
            : throw LogErrors.Invalid($"Invalid character(s) in term '{word}'. Put a term that has other characters than letters, digits and underscores into quotation marks.");
    }

    /// <summary>Reads to the closing quotation mark; <c>\"</c> and <c>\\</c> are characters of the phrase.</summary>
    private static string Phrase(string pattern, ref int at)
    {
        var phrase = new StringBuilder();
        for (at++; at < pattern.Length && pattern[at] != '"'; at++)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                at++;
            phrase.Append(pattern[at]);
        }

        if (at >= pattern.Length)
            throw LogErrors.Invalid("Invalid filter pattern: a quotation mark is not closed.");
        at++;
        return phrase.ToString();
    }
}
