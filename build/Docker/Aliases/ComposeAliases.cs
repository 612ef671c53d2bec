using System.Text.Json.Nodes;
using Cake.Core;
using Cake.Core.Annotations;
using Slipway.Docker.Compose;

namespace Slipway.Docker.Aliases;

/// <summary>docker compose for Cake builds; the settings say which project.</summary>
[CakeAliasCategory("Docker Compose")]
public static class ComposeAliases
{
    [CakeMethodAlias]
    public static Task<JsonObject> ComposeConfigAsync(this ICakeContext context, ComposeSettings settings) =>
        Cli(context, settings).ConfigAsync(settings, CancellationToken.None);

    [CakeMethodAlias]
    public static Task ComposeBuildAsync(this ICakeContext context, ComposeBuildSettings settings) =>
        Cli(context, settings).BuildAsync(settings, onLine: null, CancellationToken.None);

    [CakeMethodAlias]
    public static Task ComposeUpAsync(this ICakeContext context, ComposeUpSettings settings) =>
        Cli(context, settings).UpAsync(settings, onLine: null, CancellationToken.None);

    /// <returns>The command's exit code.</returns>
    [CakeMethodAlias]
    public static Task<int> ComposeExecAsync(this ICakeContext context, ComposeExecSettings settings) =>
        Cli(context, settings).ExecAsync(settings, onLine: null, CancellationToken.None);

    [CakeMethodAlias]
    public static Task<IReadOnlyList<ComposeContainer>> ComposePsAsync(this ICakeContext context, ComposePsSettings settings) =>
        Cli(context, settings).PsAsync(settings, CancellationToken.None);

    [CakeMethodAlias]
    public static Task<IReadOnlyList<string>> ComposeLogsAsync(this ICakeContext context, ComposeLogsSettings settings) =>
        Cli(context, settings).LogsAsync(settings, CancellationToken.None);

    [CakeMethodAlias]
    public static Task ComposeDownAsync(this ICakeContext context, ComposeDownSettings settings) =>
        Cli(context, settings).DownAsync(settings, CancellationToken.None);

    private static ComposeCli Cli(ICakeContext context, ComposeSettings settings) => new(DockerAliases.Cli(context), settings.Project);
}
