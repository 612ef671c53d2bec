using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>Where a secret is: the three forms of <c>secrets[].from</c>, placeholders included.</summary>
internal static class SecretAddress
{
    public const string S3 = "s3://";
    public const string SecretsManager = "secretsmanager://";
    public const string ParameterStore = "ssm://";

    /// <summary>The same as <see cref="Check"/>, for editors.</summary>
    public const string Pattern = @"^(?:s3://[^/]+/.+|secretsmanager://[A-Za-z0-9/_+=.@:{}-]+(?:#[^#]+)?|ssm://[A-Za-z0-9/_.:{}-]*[A-Za-z0-9_.:{}-])$";

    private const string Forms =
        "write 's3://bucket/key', 'secretsmanager://name-or-arn' (with '#member' for one member of its JSON) or 'ssm://name-or-arn'";

    private static readonly string[] Schemes = [S3, SecretsManager, ParameterStore];

    /// <summary>The problem with <paramref name="text"/>, or null when there is none.</summary>
    public static string? Check(string text)
    {
        if (Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.Ordinal)) is not { } found)
            return $"'{text}' is not the address of a secret; {Hint(text) ?? Forms}";

        var rest = text[found.Length..];

        return found switch
        {
            S3 => OfObject(text, rest),
            SecretsManager => OfSecret(text, rest),
            _ => rest.Length > 0 && rest[^1] != '/' && rest.All(character => IsName(character, "/_.:{}-"))
                ? null
                : $"'{text}' is not a parameter of Parameter Store; write 'ssm://name', or 'ssm:///path/name' for the parameter '/path/name'",
        };
    }

    private static string? OfObject(string text, string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);

        return slash > 0 && slash < rest.Length - 1
            ? null
            : $"'{text}' is not the address of an object in S3; write 's3://bucket/key'";
    }

    private static string? OfSecret(string text, string rest)
    {
        var parts = rest.Split('#');

        return parts.Length <= 2 && parts.All(part => part.Length > 0) && parts[0].All(character => IsName(character, "/_+=.@:{}-"))
            ? null
            : $"'{text}' is not a secret of Secrets Manager; write 'secretsmanager://name-or-arn', with '#member' for one member of its JSON";
    }

    private static bool IsName(char character, string also) =>
        char.IsAsciiLetterOrDigit(character) || also.Contains(character, StringComparison.Ordinal);

    private static string? Hint(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var meant = end < 0 ? null : Suggestion.For(text[..end], Schemes.Select(scheme => scheme[..^3]));

        return meant is null ? null : $"did you mean '{meant}://'?";
    }
}
