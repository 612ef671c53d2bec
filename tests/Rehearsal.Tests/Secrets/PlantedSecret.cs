using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>
/// A secret value with parts that are random and of letters and digits alone, so that they are in any escaped form unchanged. Where a part is
/// found, the value has leaked.
/// </summary>
/// <param name="Name">For messages: what the value is, not what it says.</param>
internal sealed partial record PlantedSecret(string Name, string Value)
{
    private const int ShortestPart = 10;

    /// <summary>The random parts, and what base64 makes of them at each place where they may be in a longer text.</summary>
    public IReadOnlyList<string> Traces { get; } =
    [
        .. Parts().Matches(Value).Select(part => part.Value).Where(part => part.Length >= ShortestPart && part.Any(char.IsAsciiDigit))
            .SelectMany(part => InBase64(part).Append(part)),
    ];

    private static IEnumerable<string> InBase64(string text)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. Encoding.ASCII.GetBytes(text)]);

            // Whole groups of the text's own: what stands around changes the others.
            var known = encoded[(shift == 0 ? 0 : 4)..((shift + text.Length) / 3 * 4)];
            yield return known;
            yield return known.Replace('+', '-').Replace('/', '_');
        }
    }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Parts();
}
