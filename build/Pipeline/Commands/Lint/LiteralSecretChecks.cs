using System.Text.RegularExpressions;
using Slipway.Ecs.Linting;
using Slipway.Ecs.TaskDefinitions;

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
                if (SecretVariable.KindOf(value) is { } kind) yield return task.Find(ProjectRules.Credential, at, $"{label} holds {kind}.");
                else if (PlaceOfPassword(value) is { } place) yield return task.Find(isRehearsal ? ProjectRules.LiteralSecret : ProjectRules.Credential, at, $"{label} holds {place} with a password.");
                else if (IsSecretName(name) && !IsHarmless(value)) yield return task.Find(ProjectRules.LiteralSecret, at, $"{label} has its value written down.");
            }
        }
    }

    private static string? PlaceOfPassword(string value) => UrlWithPassword().IsMatch(value) ? "a URL" : SettingOfPassword().IsMatch(value) ? "a connection string" : null;

    private static bool IsSecretName(string name) => SecretName().IsMatch(name) && !SecretVariable.IsAboutSecret(name) && !NotTheSecretItself().IsMatch(name);

    // A switch, a reference to where the secret is, or a path.
    private static bool IsHarmless(string value) =>
        Switch().IsMatch(value) || value is ['<', .., '>'] or ['/', ..] || value.StartsWith("arn:", StringComparison.Ordinal) || value.Length < 2;

    [GeneratedRegex("(^|[_-])(PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRETS?|TOKEN|APIKEY|KEY|CREDENTIALS?)([_-]|$)|(Password|Secret|Token|ApiKey)$|(^|[_-])[A-Z0-9]*(PASSWORD|SECRET|TOKEN)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    /// <summary>As in MYSQL_RANDOM_ROOT_PASSWORD=yes.</summary>
    [GeneratedRegex("^(true|false|yes|no|on|off)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Switch();

    [GeneratedRegex("^KEY[_-]|[_-]KEY[_-](?!PASSPHRASE|BASE64)", RegexOptions.IgnoreCase)]
    private static partial Regex NotTheSecretItself();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@<$]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UrlWithPassword();

    [GeneratedRegex(@"(^|[;&?\s])(password|pwd)\s*=\s*[^;&\s$<]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingOfPassword();
}
