using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Compose's secrets are files below <c>/run/secrets</c>; those of ECS are variables.</summary>
internal static class SecretFiles
{
    private const string Folder = "/run/secrets/";

    /// <summary>Of the official images, and of Grafana's.</summary>
    private static readonly string[] Suffixes = ["__FILE", "_FILE"];

    /// <summary>
    /// The convention of the official images: <c>NAME_FILE</c> names the file that <c>NAME</c> is read from. In ECS it is <c>NAME</c> that is a secret, and images
    /// refuse to have both.
    /// </summary>
    /// <param name="referred">Gets the references.</param>
    /// <param name="hidden">Gets the values, in a rehearsal that has no such file.</param>
    /// <returns>Variables that are not to be written: each <c>NAME_FILE</c>, and a <c>NAME</c> beside it.</returns>
    public static HashSet<string> AddVariables(ServiceConversion conversion, List<JsonObject> referred, Dictionary<string, string> hidden)
    {
        var gone = new HashSet<string>();
        foreach (var (name, path) in conversion.Service.Environment)
        {
            if (Variable(conversion, name, path) is not { } variable || !gone.Add(variable)) continue;
            if (!conversion.Options.IsRehearsal)
            {
                referred.Add(new() { ["name"] = variable, ["valueFrom"] = conversion.Options.SecretArn(NameOf(SourceOf(conversion, path!))) });
                if (conversion.Service.IsBuilt) conversion.Warn($"environment.{name}", $"ECS has no file {path}: its text is in variable {variable}, and {name} is left out; the application has to read {variable}");
            }
            else if (conversion.IsFargate && TextOf(conversion, path!) is { } text)
                hidden[variable] = text;
            else
            {
                // The file is there, or it is said that it is not.
                gone.Remove(variable);
                continue;
            }

            gone.Add(name);
        }

        return gone;
    }

    /// <param name="mounts">Gets the mount of the file, in a rehearsal.</param>
    public static void Add(ServiceConversion conversion, JsonObject secret, List<JsonObject> mounts)
    {
        var source = secret.Text("source") ?? "";
        var path = PathOf(secret);
        var isVariable = conversion.Service.Environment.Any(variable => variable.Value == path && Variable(conversion, variable.Key, variable.Value) is not null);
        if (conversion.Options.IsRehearsal)
        {
            var file = File(conversion, source);
            if (conversion.IsFargate && isVariable && TextOf(conversion, path) is not null) return;
            if (conversion.IsFargate) conversion.Warn("secrets", $"Fargate mounts no file of a host, so {path} is not there in the rehearsal; let the application read a variable, and write it into 'secrets' or 'environmentFiles'");
            else if (file is { Length: > 0 }) Mount(conversion, source, file, path, mounts);
            else conversion.Warn("secrets", $"'{source}' is no file of this machine, so {path} is not there in the rehearsal");
            return;
        }

        var name = NameOf(path[(path.LastIndexOf('/') + 1)..]);
        conversion.Task.NeedsExecutionRole = true;
        WarnOfReaders(conversion, path, name);
        if (isVariable) return;
        conversion.Container["secrets"] ??= new JsonArray();
        var secrets = (JsonArray)conversion.Container["secrets"]!;
        var variables = conversion.Container["environment"] as JsonArray ?? [];
        if (!secrets.Concat(variables).OfType<JsonObject>().Any(other => other.Text("name") == name))
            secrets.Add((JsonNode)new JsonObject { ["name"] = name, ["valueFrom"] = conversion.Options.SecretArn(name) });
        conversion.Warn("secrets", $"ECS gives a secret as variable {name} and not as the file {path}; let the application read it there, and write the secret's ARN into 'secrets'");
    }

    /// <summary>What reads the file finds none.</summary>
    private static void WarnOfReaders(ServiceConversion conversion, string path, string name)
    {
        foreach (var (key, words) in new[] { ("command", conversion.From.Texts("command")), ("entrypoint", conversion.From.Texts("entrypoint")), ("healthcheck", conversion.Service.HealthCommand) })
        {
            if (words.Any(word => word.Contains(path, StringComparison.Ordinal)))
                conversion.Warn(key, $"it reads {path}, which ECS does not have; let it read a variable, such as $${name}");
        }
    }

    private static string? Variable(ServiceConversion conversion, string name, string? path) =>
        Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } end && name.Length > end.Length && path is not null
            && (path.StartsWith(Folder, StringComparison.Ordinal) || conversion.From.Objects("secrets").Any(secret => PathOf(secret) == path)) ? name[..^end.Length] : null;

    /// <summary>The name of the secret whose file it is; the file's own where no secret is.</summary>
    private static string SourceOf(ServiceConversion conversion, string path) =>
        conversion.From.Objects("secrets").FirstOrDefault(secret => PathOf(secret) == path)?.Text("source") ?? path[(path.LastIndexOf('/') + 1)..];

    private static string PathOf(JsonObject secret)
    {
        var target = secret.Text("target") ?? secret.Text("source") ?? "";
        return target.StartsWith('/') ? target : Folder + target;
    }

    private static string? File(ServiceConversion conversion, string source) => conversion.Task.Compose.Root.Object("secrets").Object(source).Text("file");

    /// <summary>One line, as a file of variables takes it; null where the secret is none.</summary>
    private static string? TextOf(ServiceConversion conversion, string path) =>
        File(conversion, SourceOf(conversion, path)) is { } file && conversion.Options.TextOf(file)?.TrimEnd('\r', '\n') is { Length: > 0 } text && !text.Contains('\n', StringComparison.Ordinal) ? text : null;

    private static void Mount(ServiceConversion conversion, string source, string file, string path, List<JsonObject> mounts)
    {
        // Not by the file's path, which is another one in each working copy.
        var volume = conversion.Task.AddVolume($"secret-{source}", () => new() { ["host"] = new JsonObject { ["sourcePath"] = file } });
        mounts.Add(StorageMembers.MountPoint(volume, path, readOnly: true));
        conversion.Warn("secrets", $"{path}: {file} is a path of this machine, which no other has");
    }

    /// <summary>The variable, and with it the parameter, of a secret that is called like a file or an option.</summary>
    public static string NameOf(string file)
    {
        var name = string.Concat(file.ToUpperInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }
}
