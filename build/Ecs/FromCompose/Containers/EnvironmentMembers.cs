using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Variables: written into the task definition, except for secrets.</summary>
internal static class EnvironmentMembers
{
    public static IReadOnlyList<string> Keys { get; } = ["environment", "env_file"];

    public static void Add(ServiceConversion conversion)
    {
        var plain = new List<JsonObject>();
        var referred = new List<JsonObject>();
        var hidden = new Dictionary<string, string>();
        var files = SecretFiles.AddVariables(conversion, referred, hidden);
        foreach (var (name, value) in conversion.Service.Environment.Where(variable => !files.Contains(variable.Key)))
        {
            if (name.Length == 0) conversion.Warn("environment", "a variable without a name is left out");
            else if (!IsSecret(conversion, name, value)) AddPlain(conversion, name, value, plain);
            else if (!conversion.Options.IsRehearsal) referred.Add(Reference(conversion, name, value ?? ""));
            else if (conversion.Written.Has(name, value)) plain.Add(Pair(name, conversion.Peers.OfVariable(name, value!)));
            else hidden[name] = conversion.Peers.OfVariable(name, value!);
        }

        if (plain.Count > 0) conversion.Container["environment"] = plain.ToJson();
        if (referred.Count > 0) Refer(conversion, referred);
        if (hidden.Count > 0) conversion.Task.Private[conversion.Service.Name] = hidden;
    }

    /// <summary>What is called like a secret and is only empty on this machine, is one elsewhere; and what has a secret in it is one itself.</summary>
    private static bool IsSecret(ServiceConversion conversion, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) return SecretNames.IsSecret(name, value) || conversion.Task.Leaks.IsIn(value);
        return !conversion.Options.IsRehearsal && SecretNames.IsNameOfSecret(name) && (value is null || !conversion.Written.Has(name, value));
    }

    private static void AddPlain(ServiceConversion conversion, string name, string? value, List<JsonObject> plain)
    {
        if (value is null) conversion.Warn($"environment.{name}", "it has no value here, and ECS has no environment to take it from; it is left out");
        else plain.Add(Pair(name, conversion.Peers.OfVariable(name, conversion.Written.OfVariable(name, value))));
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

    private static JsonObject Pair(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
