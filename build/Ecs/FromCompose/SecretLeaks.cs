using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose.Containers;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Finds the values of secrets where they would stay in a task definition: in commands, entry points, health checks and labels. There they could be read by
/// all who may see the task definition, and would be wrong when the secret is another one in another environment.
/// </summary>
internal static partial class SecretLeaks
{
    /// <summary>What is shorter stands in many places for other reasons.</summary>
    private const int ShortestValue = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Sentences without their full stops that name each place, and never a value.</summary>
    public static IReadOnlyList<string> Refusals(IReadOnlyList<ComposeService> services, ComposeDocument? written)
    {
        var secrets = Secrets(services);
        var known = Known(services);
        var reasons = new List<string>();
        foreach (var service in services)
        {
            foreach (var (key, words) in Places(service))
            {
                var text = string.Join(' ', words);
                var named = secrets.Where(secret => StandsIn(text, secret.Value, known)).Select(secret => secret.Key).FirstOrDefault() ?? Reference(service.Name, key, written);
                if (named is not null)
                    reasons.Add($"'{key}' of service '{service.Name}' has the value of secret {named}, which would stay in the task definition; let a shell of the container put it in ($${named} in the Compose file), or the program read the variable itself");
            }
        }

        return reasons;
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Words)> Places(ComposeService service) =>
    [
        ("command", service.Node.Texts("command")), ("entrypoint", service.Node.Texts("entrypoint")), ("healthcheck", service.HealthCommand),
        ("labels", [.. service.Node.Members("labels").Select(label => label.Value.Text()).OfType<string>(), .. service.Node.Texts("labels")]),
    ];

    /// <summary>The name of a variable by secret value; of a URL, the password in it.</summary>
    private static Dictionary<string, string> Secrets(IReadOnlyList<ComposeService> services)
    {
        var secrets = new Dictionary<string, string>();
        foreach (var (name, value) in services.SelectMany(service => service.Environment))
        {
            if (value is not { Length: >= ShortestValue } || !SecretNames.IsSecret(name, value)) continue;
            secrets.TryAdd(name, SecretNames.PasswordOf(value) ?? value);
        }

        return secrets;
    }

    /// <summary>What stands in the file for other reasons: names of services and images, and values that are no secrets.</summary>
    private static HashSet<string> Known(IReadOnlyList<ComposeService> services) =>
    [
        .. services.Select(service => service.Name), .. services.SelectMany(service => (service.Image ?? "").Split('/', ':')),
        .. services.SelectMany(service => service.Environment).Where(variable => variable.Value is not null && !SecretNames.IsSecret(variable.Key, variable.Value)).Select(variable => variable.Value!),
        .. Programs,
    ];

    private static readonly string[] Programs = ["mysql", "mariadb", "postgres", "redis", "mongo", "rabbitmq", "root", "admin", "user", "app", "test", "password", "secret", "server", "localhost"];

    /// <summary>A word that stands there for other reasons, too, counts only in the place of a password.</summary>
    private static bool StandsIn(string text, string value, HashSet<string> known)
    {
        if (value.Length < ShortestValue || !text.Contains(value, StringComparison.Ordinal)) return false;
        var escaped = Regex.Escape(value);
        var isPassword = Regex.IsMatch(text, $@"(^|[\s'""])-[pa]\s?['""]?{escaped}(?![A-Za-z0-9_])|(pass|passwd|password|pwd|secret|token|key)['""]?[\s=:]+['""]?{escaped}(?![A-Za-z0-9_])|:[^/\s:@]*{escaped}@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Limit);
        return isPassword || (!known.Contains(value) && Regex.IsMatch(text, $"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])", RegexOptions.ExplicitCapture, Limit));
    }

    /// <summary>A variable of Compose that is called like a secret: whatever it is, it would be written down.</summary>
    private static string? Reference(string service, string key, ComposeDocument? written) =>
        written?.Services.FirstOrDefault(other => other.Name == service) is { } from
            ? Places(from).Where(place => place.Key == key).SelectMany(place => place.Words).SelectMany(WrittenValues.ReferencesIn).FirstOrDefault(SecretNames.IsNameOfSecret)
            : null;
}
