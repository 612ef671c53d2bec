namespace Slipway.Docker;

public static partial class DockerArguments
{
    /// <param name="subnet">In CIDR notation; null leaves the choice to the engine.</param>
    public static string[] CreateNetwork(string name, IReadOnlyDictionary<string, string> labels, string? subnet) =>
        new ArgumentList("network", "create", "--driver", "bridge").Option("--subnet", subnet).Options("--label", labels).Add(name).ToArray();

    public static string[] ConnectNetwork(string network, string container, IEnumerable<string> aliases) =>
        new ArgumentList("network", "connect").Options("--alias", aliases).Add(network, container).ToArray();

    public static string[] DisconnectNetwork(string network, string container) => ["network", "disconnect", "--force", network, container];

    public static string[] RemoveNetwork(string name) => ["network", "rm", name];

    public static string[] ListNetworks(IEnumerable<string> labels) =>
        new ArgumentList("network", "ls", "--format", "{{.Name}}").Options("--filter", labels.Select(LabelFilter)).ToArray();

    public static string[] NetworkGateways(string name) =>
        ["network", "inspect", "--format", "{{range .IPAM.Config}}{{.Gateway}} {{end}}", name];

    public static string[] CreateVolume(string name, IReadOnlyDictionary<string, string> labels) =>
        new ArgumentList("volume", "create").Options("--label", labels).Add(name).ToArray();

    public static string[] RemoveVolume(string name) => ["volume", "rm", name];

    public static string[] ListVolumes(IEnumerable<string> labels) =>
        new ArgumentList("volume", "ls", "--format", "{{.Name}}").Options("--filter", labels.Select(LabelFilter)).ToArray();
}
