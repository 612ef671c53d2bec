using Slipway.Docker;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>A container, network or volume, and what its labels say about its origin.</summary>
/// <param name="Kind"><c>container</c>, <c>network</c> or <c>volume</c>.</param>
/// <param name="Folders">Folders that labels name: the state of a LocalAws, where a Compose application is, the temporary folder of the tests.</param>
/// <param name="Instance">The LocalAws that it belongs to; empty for none.</param>
/// <param name="Project">The Compose project that it belongs to; empty for none.</param>
public sealed record LabelledObject(string Kind, string Name, IReadOnlyList<string> Folders, string Instance, string Project)
{
    public const string Container = "container";
    public const string Network = "network";
    public const string Volume = "volume";

    private static readonly string[] Labels =
        ["slipway.local-aws.state", "com.docker.compose.project.working_dir", "slipway.tests", "slipway.local-aws", "com.docker.compose.project"];

    /// <summary>All that there are on the engine.</summary>
    public static async Task<IReadOnlyList<LabelledObject>> ListAsync(DockerCli docker, CancellationToken cancellation)
    {
        List<LabelledObject> found = [];
        foreach (var kind in (string[])[Container, Network, Volume])
            found.AddRange((await docker.RunAsync(new DockerSettings(), new ToolRun(Arguments(kind)), cancellation)).StandardOutput.Where(line => line.Length > 0).Select(line => Parse(kind, line)));
        return found;
    }

    /// <summary>Its line of <c>docker KIND ls</c>: the name, then the labels' values, with tabs between.</summary>
    public static LabelledObject Parse(string kind, string line)
    {
        var fields = line.Split('\t');
        return new(kind, fields[0], [.. fields[1..4].Where(folder => folder.Length > 0)], fields[4], fields[5]);
    }

    public Task RemoveAsync(DockerCli docker, CancellationToken cancellation) => Kind switch
    {
        Container => docker.RemoveContainerAsync(Name, force: true, volumes: true, cancellation),
        Network => docker.RemoveNetworkAsync(Name, cancellation),
        _ => docker.RemoveVolumeAsync(Name, cancellation),
    };

    private static string[] Arguments(string kind)
    {
        var name = kind == Container ? "{{.Names}}" : "{{.Name}}";
        return [kind, "ls", .. kind == Container ? ["--all"] : Array.Empty<string>(), "--format", string.Join('\t', Labels.Select(label => $"{{{{.Label \"{label}\"}}}}").Prepend(name))];
    }
}
