using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Docker.Images;

namespace Slipway.Docker;

public sealed partial class DockerCli
{
    // Attestations turn an image into an index, which ECR's scan and --load do not take.
    internal static readonly Dictionary<string, string> BuildEnvironment = new(StringComparer.Ordinal)
    {
        ["DOCKER_BUILDKIT"] = "1",
        ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
    };

    /// <summary>Pulls; tries again, and says so, when the registry is busy or broken.</summary>
    public Task PullAsync(string reference, CancellationToken cancellationToken) =>
        _retry.RunAsync($"Pull of {reference}", () => RunAsync(DockerArguments.Pull(reference), cancellationToken), cancellationToken);

    public Task TagAsync(string source, string target, CancellationToken cancellationToken) =>
        RunAsync(DockerArguments.Tag(source, target), cancellationToken);

    /// <summary>Pushes; tries again, and says so, when the registry is busy or broken.</summary>
    /// <returns>The digest of the manifest that the registry now has under this tag: <c>sha256:…</c>.</returns>
    /// <exception cref="InvalidOperationException">docker did not say the digest.</exception>
    public async Task<string> PushAsync(string reference, CancellationToken cancellationToken)
    {
        var output = await _retry.RunAsync(
            $"Push of {reference}", () => RunAsync(DockerArguments.Push(reference), cancellationToken), cancellationToken);
        return output.StandardOutput.Select(line => PushedDigest().Match(line)).LastOrDefault(match => match.Success)?.Groups["digest"].Value
            ?? throw new InvalidOperationException($"docker pushed '{reference}' without naming its digest; it said: {output.Text}");
    }

    /// <returns>Null when the engine has no such image.</returns>
    public async Task<ImageDetails?> InspectImageAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var output = await RunAsync(DockerArguments.InspectImage(reference), cancellationToken);
            return ImageDetails.Parse(JsonNode.Parse(output.Text)![0]!);
        }
        catch (ToolException exception) when (exception.StandardError.Any(IsNotFound))
        {
            return null;
        }
    }

    /// <param name="pattern">A repository's name, where <c>*</c> stands for anything but a slash.</param>
    /// <returns>As <c>repository:tag</c>.</returns>
    public async Task<IReadOnlyList<string>> ListImagesAsync(string pattern, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.ListImages(pattern), cancellationToken)).StandardOutput;

    /// <returns>False when there was no such image.</returns>
    public Task<bool> RemoveImageAsync(string reference, bool force, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveImage(reference, force), cancellationToken);

    /// <summary>Makes an image without a tag from a root file system.</summary>
    /// <param name="writeArchive">Writes a tar archive; where it throws, no image may be expected and none is tagged.</param>
    /// <param name="changes">Dockerfile instructions, as <c>CMD ["bash"]</c>.</param>
    /// <returns>The image's id.</returns>
    public async Task<string> ImportImageAsync(
        Func<Stream, CancellationToken, Task> writeArchive, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var run = new ToolRun(DockerArguments.ImportImage(changes)) { WriteInput = writeArchive };
        return (await _runner.RunAsync(NoSettings, run, cancellationToken)).Text.Trim();
    }

    /// <param name="onLine">Called with each line of the builder's plain output.</param>
    public Task BuildAsync(BuildSettings settings, Action<string>? onLine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var run = new ToolRun(DockerArguments.Build(settings))
        {
            Environment = new Dictionary<string, string>(
                [.. InheritedVariables.Environment(settings.BuildArguments), .. BuildEnvironment], StringComparer.Ordinal),
            OnLine = onLine,
            KeepOutput = false,
        };
        return _runner.RunAsync(settings, run, cancellationToken);
    }

    [GeneratedRegex(@"digest: (?<digest>sha256:[0-9a-f]{64})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PushedDigest();
}
