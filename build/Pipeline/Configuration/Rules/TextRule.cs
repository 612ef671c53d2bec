using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>
/// What a text must be like, twice: as a function that has a message for its author, and as an expression for editors. The function is
/// what reads; regular expressions would be most of what the program does at its start.
/// </summary>
/// <param name="Noun">What such a text is, for the reference.</param>
/// <param name="Check">The problem, or null when there is none. It is never given an empty text.</param>
/// <param name="Pattern">A regular expression of ECMA 262.</param>
internal sealed record TextRule(string Noun, Func<string, string?> Check, string Pattern)
{
    // What YAML takes for a number is read as the text that it is written as.
    private static readonly string[] Numbers = ["7", "12", "123456789012"];

    public JsonObject ToJson()
    {
        var takesNumbers = Array.Exists(Numbers, number => Regex.IsMatch(number, Pattern, RegexOptions.ECMAScript));

        return new() { ["type"] = takesNumbers ? new JsonArray("string", "number") : "string", ["pattern"] = Pattern };
    }
}
