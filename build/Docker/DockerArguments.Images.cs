using Slipway.Docker.Images;

namespace Slipway.Docker;

public static partial class DockerArguments
{
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
}
