using System.IO.Enumeration;

namespace Slipway.Aws.Permissions;

/// <summary>The wildcards of policies: <c>*</c> for any text, <c>?</c> for one character. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html</summary>
internal static class Wildcards
{
    /// <summary>Parts of an ARN before its resource.</summary>
    private const int ArnParts = 6;

    /// <summary>As patterns of texts are read.</summary>
    public static bool Match(string pattern, string text, bool ignoreCase = false) =>
        // .NET matches nothing with an empty text; ARNs of S3 and IAM have empty parts.
        text.Length == 0 ? pattern.All(character => character == '*') : FileSystemName.MatchesSimpleExpression(Escaped(pattern), text, ignoreCase);

    /// <summary>Part by part: a wildcard does not reach beyond a colon, but within the resource, which may have some.</summary>
    public static bool MatchArn(string pattern, string arn)
    {
        if (pattern == "*") return true;
        var (patterns, parts) = (pattern.Split(':', ArnParts), arn.Split(':', ArnParts));
        return patterns.Length == parts.Length && patterns.Zip(parts).All(part => Match(part.First, part.Second));
    }

    /// <summary>A backslash escapes in .NET's expressions, and is a character like others in IAM's.</summary>
    private static string Escaped(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);
}
