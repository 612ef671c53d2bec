using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Variables: written into the task definition, except for secrets.</summary>
internal static partial class EnvironmentMembers
{
    public static IReadOnlyList<string> Keys { get; } = ["environment", "env_file"];

    public static void Add(ServiceConversion conversion)
    {
        var plain = new List<JsonObject>();
        var referred = new List<JsonObject>();
        var hidden = new Dictionary<string, string>();
        var copied = new List<string>();
        foreach (var (name, value) in conversion.Service.Environment)
        {
            var isWritten = IsWritten(conversion, name, value);
            if (name.Length == 0) conversion.Warn("environment", "a variable without a name is left out");
            else if (value is null) conversion.Warn($"environment.{name}", "it has no value here, and ECS has no environment to take it from; it is left out");
            else if (!SecretNames.IsSecret(name, value)) plain.Add(Pair(name, conversion.Peers.OfVariable(name, value), isWritten ? null : copied));
            else if (!conversion.Options.IsRehearsal) referred.Add(Reference(conversion, name, value));
            else if (isWritten) plain.Add(Pair(name, conversion.Peers.OfVariable(name, value), copied: null));
            else hidden[name] = conversion.Peers.OfVariable(name, value);
        }

        if (plain.Count > 0) conversion.Container["environment"] = plain.ToJson();
        if (referred.Count > 0) Refer(conversion, referred);
        if (hidden.Count > 0) conversion.Task.Private[conversion.Service.Name] = hidden;
        if (copied.Count > 0) conversion.Warn("environment", $"{string.Join(", ", copied)}: written with what variables or files of this machine say; check whether that is right for the environment");
    }

    private static void Refer(ServiceConversion conversion, List<JsonObject> secrets)
    {
        conversion.Container["secrets"] = secrets.ToJson();
        conversion.Task.NeedsExecutionRole = true;
        conversion.Warn("environment", $"{string.Join(", ", secrets.Select(secret => secret.Text("name")))}: a secret does not belong in a task definition; put it into Secrets Manager or Parameter Store and its ARN into 'secrets'");
    }

    private static JsonObject Reference(ServiceConversion conversion, string name, string value)
    {
        conversion.Peers.NoteSecret(name, value);
        return new() { ["name"] = name, ["valueFrom"] = conversion.Options.SecretArn(name) };
    }

    private static JsonObject Pair(string name, string value, List<string>? copied)
    {
        copied?.Add(name);
        return new() { ["name"] = name, ["value"] = value };
    }

    /// <summary>Whether the value is in the Compose file itself, also as a variable's default, and not in a variable or in an <c>env_file</c>.</summary>
    private static bool IsWritten(ServiceConversion conversion, string name, string? value)
    {
        if (conversion.Options.Written is not { } written) return true;
        var service = written.Services.FirstOrDefault(other => other.Name == conversion.Service.Name);
        return service?.Environment.GetValueOrDefault(name) is { } text
            && (Default().Replace(text, "${default}").Replace("$$", "$", StringComparison.Ordinal) == value);
    }

    [GeneratedRegex(@"(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*:?-(?<default>[^${}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Default();
}
