namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>Where the lock of an environment is, placeholders included.</summary>
internal static class LockAddress
{
    /// <summary>The same as <see cref="Check"/>, for editors.</summary>
    public const string Pattern = @"^(?!.*\{(?:build|commit|branch)\})s3://[^/]+/.*[^/]$";

    private static readonly string[] OfOneBuild = ["{build}", "{commit}", "{branch}"];

    /// <summary>The problem with <paramref name="text"/>, or null when there is none.</summary>
    public static string? Check(string text)
    {
        if (Array.Find(OfOneBuild, text.Contains) is { } placeholder)
            return $"'{text}' keeps no two builds apart, since '{placeholder}' gives each a lock of its own; '{{env}}', '{{account}}' and '{{region}}' can be in it";

        var slash = text.StartsWith(SecretAddress.S3, StringComparison.Ordinal) ? text.IndexOf('/', SecretAddress.S3.Length) : -1;

        return slash > SecretAddress.S3.Length && slash < text.Length - 1 && text[^1] != '/'
            ? null
            : $"'{text}' is not the address of an object in S3; write 's3://bucket/key'";
    }
}
