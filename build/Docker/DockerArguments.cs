using Slipway.Docker.Containers;
using Slipway.Docker.Images;

namespace Slipway.Docker;

/// <summary>The argument vectors of the docker commands: pure, without I/O and without secrets.</summary>
public static class DockerArguments
{
    /// <summary>The password goes by standard input. A null registry means Docker Hub.</summary>
    public static string[] Login(string? registry, string user) =>
        ["login", "--username", user, "--password-stdin", .. registry is null ? (string[])[] : [registry]];

    public static string[] Version() => ["version", "--format", "{{json .}}"];

    public static string[] Info() => ["info", "--format", "{{json .}}"];

    public static string[] RemoveContainer(string container, bool force, bool volumes) =>
        new ArgumentList("rm").Flag("--force", force).Flag("--volumes", volumes).Add(container).ToArray();

    /// <summary>Values of variables come from the environment of the command (<see cref="InheritedVariables"/>).</summary>
    public static string[] Run(ContainerRunSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ArgumentList("run")
            .Option("--name", settings.Name)
            .Options("--label", settings.Labels)
            .Options("--volume", settings.Volumes)
            .Option("--workdir", settings.Workdir)
            .Options("--env", InheritedVariables.Arguments(settings.Environment))
            .Add(settings.Image)
            .Add(settings.Command)
            .ToArray();
    }

    /// <summary>A link is followed where it is, in the container.</summary>
    public static string[] CopyFrom(string container, string path, string destination) => ["cp", "--follow-link", $"{container}:{path}", destination];

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <param name="all">Those that do not run, too.</param>
    public static string[] ListContainers(IEnumerable<string> labels, bool all) =>
        new ArgumentList("ps", "--no-trunc", "--format", "{{json .}}").Flag("--all", all).Options("--filter", labels.Select(LabelFilter)).ToArray();

    public static string[] ListContainersByPort(int hostPort) =>
        ["ps", "--no-trunc", "--format", "{{json .}}", "--filter", $"publish={hostPort}/tcp"];

    public static string[] RemoveNetwork(string name) => ["network", "rm", name];

    public static string[] ListNetworks(IEnumerable<string> labels) =>
        new ArgumentList("network", "ls", "--format", "{{.Name}}").Options("--filter", labels.Select(LabelFilter)).ToArray();

    public static string[] RemoveVolume(string name) => ["volume", "rm", name];

    public static string[] ListVolumes(IEnumerable<string> labels) =>
        new ArgumentList("volume", "ls", "--format", "{{.Name}}").Options("--filter", labels.Select(LabelFilter)).ToArray();

    public static string[] Pull(string reference) => ["pull", "--quiet", reference];

    public static string[] Push(string reference) => ["push", reference];

    public static string[] Tag(string source, string target) => ["tag", source, target];

    public static string[] InspectImage(string reference) => ["image", "inspect", reference];

    /// <param name="pattern">A repository's name, where <c>*</c> stands for anything but a slash.</param>
    public static string[] ListImages(string pattern) =>
        new ArgumentList("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").Option("--filter", $"reference={pattern}").ToArray();

    public static string[] RemoveImage(string reference, bool force) =>
        new ArgumentList("image", "rm").Flag("--force", force).Add(reference).ToArray();

    /// <summary>Imports a root file system from standard input.</summary>
    public static string[] ImportImage(IEnumerable<string> changes) =>
        new ArgumentList("import").Options("--change", changes).Add("-").ToArray();

    /// <summary>Values of build arguments come from the environment of the command (<see cref="InheritedVariables"/>).</summary>
    public static string[] Build(BuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ArgumentList("build", "--progress", "plain")
            .Option("--file", settings.Dockerfile)
            .Options("--tag", settings.Tags)
            .Options("--label", settings.Labels)
            .Options("--build-arg", InheritedVariables.Arguments(settings.BuildArguments))
            .Option("--target", settings.Target)
            .Option("--network", settings.Network)
            .Option("--platform", settings.Platform)
            .Flag("--pull", settings.Pull)
            .Flag("--no-cache", settings.NoCache)
            .Add(settings.Context)
            .ToArray();
    }

    private static string LabelFilter(string label) => $"label={label}";
}
