using Cake.Core;
using Cake.Core.Annotations;
using Cake.Core.Diagnostics;
using Slipway.Docker.Images;

namespace Slipway.Docker.Aliases;

/// <summary>docker for Cake builds. Errors are those of <see cref="DockerCli"/>; nothing can be cancelled, as in Cake itself.</summary>
[CakeAliasCategory("Docker")]
public static class DockerAliases
{
    /// <param name="registry">A host; null: Docker Hub.</param>
    /// <param name="password">Goes by standard input.</param>
    [CakeMethodAlias]
    public static Task DockerLoginAsync(this ICakeContext context, string? registry, string user, string password) =>
        Cli(context).LoginAsync(registry, user, password, CancellationToken.None);

    [CakeMethodAlias]
    public static Task DockerPullAsync(this ICakeContext context, string reference) =>
        Cli(context).PullAsync(reference, CancellationToken.None);

    [CakeMethodAlias]
    public static Task DockerTagAsync(this ICakeContext context, string source, string target) =>
        Cli(context).TagAsync(source, target, CancellationToken.None);

    /// <returns>The digest in the registry.</returns>
    [CakeMethodAlias]
    public static Task<string> DockerPushAsync(this ICakeContext context, string reference) =>
        Cli(context).PushAsync(reference, CancellationToken.None);

    /// <returns>Null when the engine has no such image.</returns>
    [CakeMethodAlias]
    public static Task<ImageDetails?> DockerInspectImageAsync(this ICakeContext context, string reference) =>
        Cli(context).InspectImageAsync(reference, CancellationToken.None);

    [CakeMethodAlias]
    public static Task DockerBuildAsync(this ICakeContext context, BuildSettings settings) =>
        Cli(context).BuildAsync(settings, onLine: null, CancellationToken.None);

    /// <param name="tail">The number of last lines; null: all.</param>
    [CakeMethodAlias]
    public static Task<IReadOnlyList<string>> DockerLogsAsync(this ICakeContext context, string container, int? tail) =>
        Cli(context).LogsAsync(container, tail, CancellationToken.None);

    /// <returns>Null where the plugin is not installed.</returns>
    [CakeMethodAlias]
    public static Task<string?> DockerBuildxVersionAsync(this ICakeContext context) =>
        Cli(context).BuildxVersionAsync(CancellationToken.None);

    internal static DockerCli Cli(ICakeContext context) =>
        DockerCli.Create(context, new() { Progress = message => context.Log.Information("{0}", message) });
}
