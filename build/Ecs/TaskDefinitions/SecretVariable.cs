using System.Text.RegularExpressions;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>Tells secrets by the names and values of variables, for Init and for Lint.</summary>
public static partial class SecretVariable
{
    /// <summary>Whether a name that is like a secret's says where the secret is, how long it lives or of which kind it is: <c>DB_PASSWORD_FILE</c>, <c>ACCESS_TOKEN_EXPIRE_MINUTES</c>.</summary>
    public static bool IsAboutSecret(string name) => AboutSecret().IsMatch(name);

    /// <summary>What a value is, for a message, where its form tells that it is a secret; else null.</summary>
    public static string? KindOf(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return AccessKey().IsMatch(value) ? "an AWS access key"
            : value.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "a private key"
            : Token().IsMatch(value) ? "an access token" : null;
    }

    /// <summary>The id of a secret of Vault's AppRole is one itself.</summary>
    [GeneratedRegex("PUBLIC_?KEY|(^|[_-])MAX[_-](.*[_-])?TOKENS$|[_-](FILE|PATH|NAME|URL|URI|ARN|(?<!SECRET[_-])ID|PREFIX|LENGTH|TYPE|HEADER|ENDPOINT|ALGORITHM|REGION|BUCKET)$|[_-](TTL|EXPIRY|EXPIRES?|EXPIRATION|LIFETIME|TIMEOUT)([_-](IN|MS|SECONDS|MINUTES|HOURS|DAYS))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AboutSecret();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
