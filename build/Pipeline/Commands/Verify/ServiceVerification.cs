using Slipway.Aws;
using Slipway.Aws.Ecr;
using Slipway.Ecs.Images;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>Asks AWS whether a service runs its release.</summary>
public sealed class ServiceVerification(AwsClients aws, TimeProvider time)
{
    /// <param name="settings">About the service alone.</param>
    /// <exception cref="RunFailedException">There is no such service; exit code 3.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task<VerifiedService> CheckAsync(Settings settings, CancellationToken cancellation)
    {
        var (cluster, name) = settings.Service.RequireService();
        var service = await DeployedService.RequireAsync(aws.Ecs, settings, cancellation);
        var status = await new StatusReader(aws.Ecs, aws.Ecr, aws.Query(AwsService.LoadBalancing)).ReadAsync(cluster, service, cancellation);
        var containers = await RunningContainers.ReadAsync(aws.Ecs, cluster, name, cancellation);
        var judgement = new ServiceJudgement(settings, status, containers, time.GetUtcNow());
        var parts = new List<(string Index, string Digest)>();

        // Whether ECS tells the digest of an index or that of the image which it chose from it is not documented: both are right.
        foreach (var image in judgement.Unmatched.Where(image => image.IsOwn)) parts.AddRange(await PartsAsync(image, cancellation));
        var checks = new ServiceJudgement(settings, status, containers, time.GetUtcNow()) { OfIndex = parts.ToLookup(part => part.Index, part => part.Digest) }.Checks();
        return new(new(cluster, name), checks, [.. checks.SelectMany(check => check.Remarks), .. status.Remarks]);
    }

    private async Task<IEnumerable<(string Index, string Digest)>> PartsAsync(ImageStatus image, CancellationToken cancellation)
    {
        var found = await aws.Ecr.BatchGetImageAsync(RegistryImage.Parse(image.Image).Name, [ImageId.ByDigest(image.Digest!)], ImageManifests.MediaTypes, cancellation);
        return found.Found.SelectMany(manifest => ImageManifests.PlatformsOf(manifest) ?? []).Select(part => (image.Digest!, part.Digest));
    }
}
