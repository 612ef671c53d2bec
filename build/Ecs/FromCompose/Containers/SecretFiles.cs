using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Compose's secrets are files below <c>/run/secrets</c>; those of ECS are variables.</summary>
internal static class SecretFiles
{
    private const string Folder = "/run/secrets/";

    /// <param name="mounts">Gets the mount of the file, in a rehearsal.</param>
    public static void Add(ServiceConversion conversion, JsonObject secret, List<JsonObject> mounts)
    {
        var source = secret.Text("source") ?? "";
        var target = secret.Text("target") ?? source;
        var path = target.StartsWith('/') ? target : Folder + target;
        var file = conversion.Task.Compose.Root.Object("secrets").Object(source).Text("file");
        if (conversion.Options.IsRehearsal)
        {
            if (conversion.IsFargate) conversion.Warn("secrets", $"Fargate mounts no file of a host, so {path} is not there in the rehearsal; let the application read a variable, and write it into 'secrets' or 'environmentFiles'");
            else if (file is { Length: > 0 }) Mount(conversion, file, path, mounts);
            else conversion.Warn("secrets", $"'{source}' is no file of this machine, so {path} is not there in the rehearsal");
            return;
        }

        var name = Variable(path[(path.LastIndexOf('/') + 1)..]);
        conversion.Container["secrets"] ??= new JsonArray();
        var secrets = (JsonArray)conversion.Container["secrets"]!;
        if (!secrets.OfType<JsonObject>().Any(other => other.Text("name") == name))
            secrets.Add((JsonNode)new JsonObject { ["name"] = name, ["valueFrom"] = conversion.Options.SecretArn(name) });
        conversion.Task.NeedsExecutionRole = true;
        conversion.Warn("secrets", $"ECS gives a secret as variable {name} and not as the file {path}; let the application read it there, and write the secret's ARN into 'secrets'");
    }

    private static void Mount(ServiceConversion conversion, string file, string path, List<JsonObject> mounts)
    {
        var volume = conversion.Task.AddVolume($"secret{file}", () => new() { ["host"] = new JsonObject { ["sourcePath"] = file } });
        mounts.Add(StorageMembers.MountPoint(volume, path, readOnly: true));
        conversion.Warn("secrets", $"{path}: {file} is a path of this machine, which no other has");
    }

    private static string Variable(string file)
    {
        var name = string.Concat(file.ToUpperInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }
}
