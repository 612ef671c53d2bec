using Slipway.Docker;
using Slipway.Docker.Prerequisites;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>What a build needs on this machine. Installs nothing.</summary>
internal sealed class HostChecks(DockerCli docker, PrerequisiteOptions options)
{
    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        var facts = await DockerPrerequisites.InspectAsync(docker, options, cancellation);
        var missing = PrerequisiteCheck.Missing(facts).ToDictionary(item => item.Kind);
        return
        [
            Of(PrerequisiteKind.Client, "docker command", "found"),
            Of(PrerequisiteKind.Engine, "docker engine", facts.Docker.EngineVersion),
            Of(PrerequisiteKind.Compose, "docker compose", facts.Docker.ComposeVersion),
            Of(PrerequisiteKind.Buildx, "docker buildx", facts.Docker.BuildxVersion),
            Of(PrerequisiteKind.DiskSpace, "disk", facts.FreeBytes is { } free ? $"{free / 1e9:0.0} GB free at '{facts.DiskDirectory}'" : "not visible from here"),
        ];

        Check Of(PrerequisiteKind kind, string subject, string? detail) => missing.TryGetValue(kind, out var item)
            ? Check.Failed(subject, item.Problem.TrimEnd('.'), item.Remedy)
            : Check.Passed(subject, detail ?? "found");
    }
}
