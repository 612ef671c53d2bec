using System.Text.RegularExpressions;
using Slipway.Ecs.Linting;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether a variable of a container has a secret for its value. Messages name the variable and never the value.</summary>
internal static partial class LiteralSecretChecks
{
    /// <param name="isRehearsal">Passwords of services that run on this machine only open nothing elsewhere: a doubt, and no mistake.</param>
    public static IEnumerable<Finding> Find(TaskDefinitionFile task, bool isRehearsal)
    {
        foreach (var container in task.Containers)
        {
            foreach (var variable in container.ItemsOf("environment"))
            {
                if (variable.Member("value") is not { Scalar: { Length: > 0 } value } at || variable.TextOf("name") is not { } name) continue;
                var label = $"Variable '{name}' of container '{container.TextOf("name")}'";
                if (KindOf(value) is { } kind) yield return task.Find(ProjectRules.Credential, at, $"{label} holds {kind}.");
                else if (PlaceOfPassword(value) is { } place) yield return task.Find(isRehearsal ? ProjectRules.LiteralSecret : ProjectRules.Credential, at, $"{label} holds {place} with a password.");
                else if (IsSecretName(name) && !IsHarmless(value)) yield return task.Find(ProjectRules.LiteralSecret, at, $"{label} has its value written down.");
            }
        }
    }

    private static string? KindOf(string value) =>
        AccessKey().IsMatch(value) ? "an AWS access key"
        : value.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "a private key"
        : Token().IsMatch(value) ? "an access token" : null;

    private static string? PlaceOfPassword(string value) => UrlWithPassword().IsMatch(value) ? "a URL" : SettingOfPassword().IsMatch(value) ? "a connection string" : null;

    private static bool IsSecretName(string name) => SecretName().IsMatch(name) && !NotTheSecretItself().IsMatch(name);

    // A switch, a reference to where the secret is, or a path.
    private static bool IsHarmless(string value) =>
        bool.TryParse(value, out _) || value is ['<', .., '>'] or ['/', ..] || value.StartsWith("arn:", StringComparison.Ordinal) || value.Length < 2;

    [GeneratedRegex("(^|[_-])(PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRETS?|TOKEN|APIKEY|KEY|CREDENTIALS?)([_-]|$)|(Password|Secret|Token|ApiKey)$|(^|[_-])[A-Z0-9]*(PASSWORD|SECRET|TOKEN)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex("PUBLIC_?KEY|[_-](FILE|PATH|NAME|URL|URI|ARN|ID|TTL|PREFIX|LENGTH|EXPIRY|EXPIRES|LIFETIME|TIMEOUT|TYPE|HEADER|ENDPOINT|ALGORITHM|REGION|BUCKET)$|^KEY[_-]|[_-]KEY[_-](?!PASSPHRASE|BASE64)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NotTheSecretItself();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@<$]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UrlWithPassword();

    [GeneratedRegex(@"(^|[;&?\s])(password|pwd)\s*=\s*[^;&\s$<]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingOfPassword();
}
