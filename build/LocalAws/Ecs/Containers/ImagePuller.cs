using Docker.DotNet.Models;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// Brings images to the engine. A digest that is there is not pulled again; a tag of LocalAws's registry is, because it may have moved; a tag
/// of another registry only when it is missing, because a rehearsal has to work without the network.
/// </summary>
internal sealed class ImagePuller(DockerEngine docker, LocalAwsOptions options, IRegistryContainer registry)
{
    public async Task<PulledImage> PullAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var present = await docker.InspectImageAsync(reference, cancellationToken);
            var ours = reference.StartsWith(options.RegistryHost + "/", StringComparison.Ordinal);
            if (present is not null && (!ours || reference.Contains('@')))
                return Resolve(reference, present);
            return await PullAsync(reference, present, ours ? await LoginAsync(cancellationToken) : null, cancellationToken);
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"CannotPullContainerError: {refused.Message}", refused);
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException($"CannotPullContainerError: {refused.Message}", refused);
        }
    }

    private async Task<PulledImage> PullAsync(string reference, ImageInspectResponse? present, AuthConfig? login, CancellationToken cancellationToken)
    {
        try
        {
            await docker.PullAsync(reference, login, cancellationToken);
        }
        catch (EngineException) when (present is not null)
        {
            // As the agent of ECS does: what is cached is better than nothing.
            return Resolve(reference, present);
        }

        return await docker.InspectImageAsync(reference, cancellationToken) is { } pulled
            ? Resolve(reference, pulled)
            : throw new TaskRuntimeException($"CannotPullContainerError: '{reference}' was pulled and is not there.");
    }

    private async Task<AuthConfig> LoginAsync(CancellationToken cancellationToken)
    {
        var address = await registry.EnsureAsync(cancellationToken);
        return new() { ServerAddress = options.RegistryHost, Username = address.UserName, Password = address.Password };
    }

    /// <summary>By digest where the image has one in this repository: <c>docker ps</c> then says exactly what runs.</summary>
    private static PulledImage Resolve(string reference, ImageInspectResponse image)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
            return new(reference, reference[(at + 1)..]);
        var tag = reference.LastIndexOf(':');
        var repository = tag > reference.LastIndexOf('/') ? reference[..tag] : reference;
        return image.RepoDigests?.FirstOrDefault(known => known.StartsWith(repository + "@", StringComparison.Ordinal)) is { } byDigest
            ? new(byDigest, byDigest[(repository.Length + 1)..])
            : new(reference, null);
    }
}
