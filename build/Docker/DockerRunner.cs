using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Slipway.Docker.Processes;

namespace Slipway.Docker;

/// <summary>Runs docker with any argument list; <see cref="DockerCli"/> and <see cref="Compose.ComposeCli"/> know the lists.</summary>
public sealed class DockerRunner(
    IFileSystem fileSystem, ICakeEnvironment environment, ProcessTreeRunner processRunner, IToolLocator tools, DockerCliOptions options)
    : DockerTool<DockerSettings>(fileSystem, environment, processRunner, tools, options)
{
    /// <inheritdoc cref="DockerTool{TSettings}.RunAsync"/>
    public new Task<ToolOutput> RunAsync(DockerSettings settings, ToolRun run, CancellationToken cancellationToken) =>
        base.RunAsync(settings, run, cancellationToken);
}
