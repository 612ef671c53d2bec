using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose.Containers;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Finds the values of secrets where they would stay in a task definition: in commands, entry points, health checks, labels and options of drivers. There they could
/// be read by all who may see the task definition, and would be wrong when the secret is another one in another environment.
/// </summary>
/// <param name="services">Those whose places are searched.</param>
/// <param name="known">Those whose secrets are searched for.</param>
internal sealed class SecretLeaks(ComposeDocument compose, IReadOnlyList<ComposeService> services, IReadOnlyList<ComposeService> known, ConversionOptions options)
{
    private const string Logging = "logging";
    private const string DriverOptions = "driver_opts";

    /// <summary>What is shorter stands in many places for other reasons.</summary>
    private const int ShortestValue = 3;

    /// <summary>What is shorter, or has no digit, is a secret only in the place of a password: an <c>example</c> or a <c>dev</c> stands in many others.</summary>
    private const int ShortestOwn = 8;

    /// <summary>So long a text is no word of another thing, with a digit or without.</summary>
    private const int ShortestSentence = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<(string Name, string Value)> _secrets = Secrets(known);
    private readonly HashSet<string> _known = Known(known);

    /// <summary>Sentences without their full stops that name each place, and never a value.</summary>
    public IReadOnlyList<string> Refusals()
    {
        var reasons = new List<string>();
        foreach (var service in services)
        {
            foreach (var (key, words) in Places(compose, service))
            {
                var text = string.Join(' ', words);
                var name = In(text).OrderByDescending(service.Environment.ContainsKey).FirstOrDefault() ?? Reference(service.Name, key);
                if (name is not null || (key == DriverOptions && SecretNames.PasswordIn(text) is not null))
                    reasons.Add($"'{key}' of {(key == DriverOptions ? "a volume of " : "")}service '{service.Name}' has {(name is null ? "a password" : $"the value of secret {name}")}, which would stay in the task definition; {Advice(service, key, name)}");
            }
        }

        return reasons;
    }

    /// <summary>Whether the value of a variable that is no secret itself has one in it, as in <c>REDIS_ARGS: --requirepass …</c>.</summary>
    public bool IsIn(string value) => In(value).Any();

    private static string Advice(ComposeService service, string key, string? name) => key switch
    {
        "labels" or Logging => "remove it",
        DriverOptions => "a volume of ECS takes no secret: mount the share on each container instance, and name its folder there in the place of the volume",
        _ => $"{(service.Environment.ContainsKey(name!) ? "" : $"add {name} to the service's environment, and ")}let a shell of the container put it in ($${name} in the Compose file), or the program read the variable itself",
    };

    private IEnumerable<(string Key, IReadOnlyList<string> Words)> Places(ComposeDocument document, ComposeService service) =>
    [
        ("command", service.Node.Texts("command")), ("entrypoint", service.Node.Texts("entrypoint")), ("healthcheck", service.HealthCommand),
        ("labels", [.. service.Node.Members("labels").Select(label => label.Value.Text()).OfType<string>(), .. service.Node.Texts("labels")]),
        (Logging, LoggingMembers.PlainOptions(service, options.LaunchType == LaunchType.Fargate)),
        (DriverOptions, options.LaunchType == LaunchType.Fargate ? [] : StorageMembers.DriverOptions(document, services.First(other => other.Name == service.Name))),
    ];

    /// <summary>Each name of a variable by each of its values: two services may mean different ones.</summary>
    private static List<(string Name, string Value)> Secrets(IReadOnlyList<ComposeService> services) =>
    [
        .. services.SelectMany(service => service.Environment).Where(variable => variable.Value is { Length: >= ShortestValue } && SecretNames.IsSecret(variable.Key, variable.Value))
            .Select(variable => (variable.Key, SecretNames.PasswordOf(variable.Key, variable.Value!))).Distinct(),
    ];

    /// <summary>What stands in the file for other reasons: names of services and images, and values that are no secrets.</summary>
    private static HashSet<string> Known(IReadOnlyList<ComposeService> services) =>
    [
        .. services.Select(service => service.Name), .. services.SelectMany(service => (service.Image ?? "").Split('/', ':')),
        .. services.SelectMany(service => service.Environment).Where(variable => variable.Value is not null && !SecretNames.IsSecret(variable.Key, variable.Value)).Select(variable => variable.Value!),
    ];

    /// <summary>Names of the secrets whose values a text has.</summary>
    private IEnumerable<string> In(string text) => _secrets.Where(secret => StandsIn(text, secret.Value)).Select(secret => secret.Name);

    /// <summary>A word that stands there for other reasons, too, counts only in the place of a password.</summary>
    private bool StandsIn(string text, string value)
    {
        if (value.Length < ShortestValue || !text.Contains(value, StringComparison.Ordinal)) return false;
        var escaped = Regex.Escape(value);
        var isPassword = Regex.IsMatch(text, $@"(^|[\s'""])-[pa]\s?['""]?{escaped}(?![A-Za-z0-9_])|(pass|passwd|password|pwd|secret|token|key|bearer)['""]?[\s=:]+['""]?{escaped}(?![A-Za-z0-9_])|:[^/\s:@]*{escaped}@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Limit);
        var isUnlikeOthers = value.Length >= ShortestSentence || (value.Length >= ShortestOwn && value.Any(char.IsAsciiDigit));
        return isPassword || (isUnlikeOthers && !_known.Contains(value) && Regex.IsMatch(text, $"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])", RegexOptions.ExplicitCapture, Limit));
    }

    /// <summary>A variable of Compose that is called like a secret: whatever it is, it would be written down.</summary>
    private string? Reference(string service, string key) =>
        options.Written is { } written && written.Services.FirstOrDefault(other => other.Name == service) is { } from
            ? Places(written, from).Where(place => place.Key == key).SelectMany(place => place.Words).SelectMany(WrittenValues.ReferencesIn).FirstOrDefault(SecretNames.IsNameOfSecret)
            : null;
}
