using System.IO.Enumeration;

namespace Slipway.Aws.Permissions;

/// <summary>
/// The wildcards of policies: <c>*</c> for any text, <c>?</c> for one character. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
/// </summary>
internal static class Wildcards
{
    /// <summary>Parts of an ARN before its resource.</summary>
    private const int ArnParts = 6;

    /// <summary>As patterns of texts are read.</summary>
    public static bool Match(string pattern, string text, bool ignoreCase = false) =>
        // .NET matches nothing with an empty text; ARNs of S3 and IAM have empty parts.
        text.Length == 0 ? pattern.All(character => character == '*') : FileSystemName.MatchesSimpleExpression(Escaped(pattern), text, ignoreCase);

    /// <summary>Part by part, as conditions are compared: a wildcard does not reach beyond a colon, but within the resource, which may have some.</summary>
    public static bool MatchArn(string pattern, string arn) => MatchParts(pattern, arn, ArnParts);

    /// <summary>The same for the resource of a statement, where a <c>*</c> at the very end reaches beyond colons: <c>arn:aws:ecs:*</c> is everything of ECS.</summary>
    public static bool MatchResource(string pattern, string arn) =>
        MatchParts(pattern, arn, pattern.EndsWith('*') ? Math.Min(pattern.Count(character => character == ':') + 1, ArnParts) : ArnParts);

    private static bool MatchParts(string pattern, string arn, int most)
    {
        if (pattern == "*") return true;
        var (patterns, parts) = (pattern.Split(':', most), arn.Split(':', most));
        return patterns.Length == parts.Length && patterns.Zip(parts).All(part => Match(part.First, part.Second));
    }

    /// <summary>A backslash escapes in .NET's expressions, and is a character like others in IAM's.</summary>
    private static string Escaped(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);
}
