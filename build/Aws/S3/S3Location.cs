using System.Diagnostics.CodeAnalysis;

namespace Slipway.Aws.S3;

/// <summary>An object's place, written <c>s3://bucket/key</c>. The key is taken as it stands: nothing is decoded in it.</summary>
public sealed record S3Location(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;

        var path = text[Scheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == path.Length - 1 || !IsBucket(path[..slash])) return false;

        location = new S3Location(path[..slash], path[(slash + 1)..]);
        return true;
    }

    /// <summary>Reads <c>s3://bucket/key</c>.</summary>
    /// <exception cref="FormatException">The text is not of the form; the message says which form.</exception>
    public static S3Location Parse(string text) =>
        TryParse(text, out var location)
            ? location
            : throw new FormatException($"'{text}' is not an S3 location. Write it as s3://bucket/key.");

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    /// <summary>3–63 lower-case letters, digits, dots and hyphens; a letter or digit at both ends.</summary>
    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
