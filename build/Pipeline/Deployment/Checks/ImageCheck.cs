using Slipway.Aws;
using Slipway.Aws.Ecr;
using Slipway.Docker.Registry;
using Slipway.Ecs.Images;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>
/// Checks whether the environment's own registry has the images of a task definition, for the platform of its tasks: what is missing would
/// be found by ECS minutes later, one task after the other. Images of other registries are left alone.
/// </summary>
public sealed class ImageCheck(EcrClient ecr, ILog log)
{
    private readonly Lock _gate = new();
    private Task<RegistryLogin>? _login;

    /// <param name="onFargate">Whether the service's tasks run on Fargate, also when the task definition does not say so.</param>
    /// <returns>Those of the environment's registry.</returns>
    /// <exception cref="RunFailedException">With all that is missing or of another platform; exit code 3.</exception>
    public async Task<IReadOnlyList<DeployedImage>> CheckAsync(TaskDefinitionDocument definition, bool onFargate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var login = await LogInAsync(cancellation);
        using var registry = new RegistryClient(new Dictionary<string, RegistryCredentials> { [login.Host] = new(login.UserName, login.Password.Reveal()) });
        var platform = TaskPlatform.Of(definition, onFargate);
        if (platform is null) log.Verbose("Task definition '{0}' has no 'runtimePlatform': its images may be of any platform.", definition.Family);
        var own = new List<ContainerDefinition>();
        foreach (var container in definition.Containers)
        {
            if (RegistryImage.Parse(container.Image).Host == login.Host) own.Add(container);
            else log.Verbose("Container '{0}': {1} is not of registry {2}, and is not looked for.", container.Name, container.Image, login.Host);
        }

        var found = await Task.WhenAll(own.Select(container => FindAsync(registry, container, platform, cancellation)));
        var problems = found.Select(one => one.Problem).OfType<string>().ToList();
        return problems.Count == 0
            ? [.. found.Select(one => one.Image!)]
            : throw new RunFailedException(ExitCodes.Prerequisite, string.Join('\n', problems));
    }

    /// <summary>Once for all services that are checked.</summary>
    private Task<RegistryLogin> LogInAsync(CancellationToken cancellation)
    {
        lock (_gate) return _login is null or { IsFaulted: true } or { IsCanceled: true } ? _login = ecr.GetAuthorizationTokenAsync(cancellation) : _login;
    }

    private async Task<(DeployedImage? Image, string? Problem)> FindAsync(RegistryClient registry, ContainerDefinition container, TaskPlatform? platform, CancellationToken cancellation)
    {
        var image = RegistryImage.Parse(container.Image);
        var id = image.Digest is { } wanted ? ImageId.ByDigest(wanted) : ImageId.ByTag(image.Tag ?? "latest");
        var (manifest, reason) = await ManifestAsync(image, id, cancellation);
        if (manifest is null)
            return (null, $"Container '{container.Name}': the registry has no image {container.Image} ({reason}). Push it again (Deploy with what it depends on), or check whether a lifecycle policy of repository '{image.Name}' removed it.");

        var digest = manifest.Id.Digest ?? image.Digest ?? "";
        if (ImageManifests.PlatformsOf(manifest) is { } platforms)
        {
            var match = platforms.FirstOrDefault(one => one.Platform == (platform ?? TaskPlatform.Standard));
            if (match.Digest is null && platform is null && platforms is [var any, ..]) match = any;
            return match.Digest is null
                ? (null, Wrong(container, platform ?? TaskPlatform.Standard, platforms.Count == 0 ? "none" : string.Join(", ", platforms.Select(one => one.Platform).Distinct())))
                : (new(container.Name, container.Image, image.Name, match.Digest), null);
        }

        var actual = platform is null ? null : await PlatformAsync(registry, image, manifest, cancellation);
        return actual == platform
            ? (new(container.Name, container.Image, image.Name, digest), null)
            : (null, Wrong(container, platform!, actual?.ToString() ?? "none that its configuration names"));
    }

    private async Task<(ImageManifest? Manifest, string Reason)> ManifestAsync(RegistryImage image, ImageId id, CancellationToken cancellation)
    {
        try
        {
            var lookup = await ecr.BatchGetImageAsync(image.Name, [id], ImageManifests.MediaTypes, cancellation);
            return lookup.Found is [var found, ..] ? (found, "") : (null, lookup.Failures is [var failure, ..] ? $"{failure.Code}: {failure.Reason}" : "ECR gives no reason");
        }
        catch (AwsException missing) when (missing.Code == "RepositoryNotFoundException")
        {
            return (null, $"{missing.Code}: {missing.AwsMessage}");
        }
    }

    private static async Task<TaskPlatform?> PlatformAsync(RegistryClient registry, RegistryImage image, ImageManifest manifest, CancellationToken cancellation)
    {
        if (ImageManifests.ConfigOf(manifest) is not { } digest) return null;
        var config = await registry.GetConfigAsync(ImageReference.Parse(image.Repository), digest, cancellation);
        return (string?)config?["os"] is { } os && (string?)config["architecture"] is { } architecture ? new(os, architecture) : null;
    }

    private static string Wrong(ContainerDefinition container, TaskPlatform wanted, string actual) =>
        $"Container '{container.Name}': its task runs on {wanted}, and {container.Image} is for {actual}. Build it for {wanted} ('build.platforms' of the image), or correct 'runtimePlatform' in the task definition.";
}
