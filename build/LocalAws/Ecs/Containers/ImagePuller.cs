using Docker.DotNet.Models;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// Brings images to the engine. A digest that is there is not pulled again; a tag of LocalAws's registry is, because it may have moved; a tag
/// of another registry only when it is missing, because a rehearsal has to work without the network. What is there for another processor than the
/// task's counts as missing, and fails the task as on ECS when the registry has nothing else: whatever this machine could run or emulate.
/// </summary>
internal sealed class ImagePuller(DockerEngine docker, LocalAwsOptions options, IRegistryContainer registry)
{
    /// <exception cref="TaskRuntimeException"><c>CannotPullContainerError: …</c></exception>
    public async Task<PulledImage> PullAsync(TaskSnapshot task, string reference, CancellationToken cancellationToken)
    {
        try
        {
            var present = await docker.InspectImageAsync(reference, cancellationToken);
            var cached = present is not null && await IsForAsync(task.Platform, reference, present, cancellationToken) ? present : null;
            var ours = reference.StartsWith(options.RegistryHost + "/", StringComparison.Ordinal);
            if (cached is not null && (!ours || reference.Contains('@')))
                return Resolve(reference, cached);
            var image = await PullAsync(task, reference, cached, ours ? await LoginAsync(cancellationToken) : null, cancellationToken);
            return await IsForAsync(task.Platform, reference, image, cancellationToken)
                ? Resolve(reference, image)
                : throw new TaskRuntimeException($"{Mismatch(task)} ({reference} is for {PlatformOf(image)})");
        }
        catch (EngineException refused) when (task.IsOnFargate && refused.Says("no matching manifest for"))
        {
            throw new TaskRuntimeException(Mismatch(task), refused);
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

    /// <param name="cached">The image as it is there for the task's processor.</param>
    private async Task<ImageInspectResponse> PullAsync(TaskSnapshot task, string reference, ImageInspectResponse? cached, AuthConfig? login, CancellationToken cancellationToken)
    {
        try
        {
            await docker.PullAsync(reference, login, task.Platform?.ToString(), cancellationToken);
        }
        catch (EngineException) when (cached is not null)
        {
            // As the agent of ECS does: what is cached is better than nothing.
            return cached;
        }

        return await docker.InspectImageAsync(reference, cancellationToken)
            ?? throw new TaskRuntimeException($"CannotPullContainerError: '{reference}' was pulled and is not there.");
    }

    /// <summary>An engine that keeps several platforms of an image shows the one that its machine prefers.</summary>
    private async Task<bool> IsForAsync(TaskPlatform? wanted, string reference, ImageInspectResponse image, CancellationToken cancellationToken) =>
        wanted is null || string.IsNullOrEmpty(image.Architecture) || wanted.Runs(PlatformOf(image)) || await docker.HasVariantAsync(reference, wanted.Os, wanted.Architecture, cancellationToken);

    private static TaskPlatform PlatformOf(ImageInspectResponse image) => new(image.Os, image.Architecture);

    /// <summary>
    /// As users quote it: of Fargate's containerd, and of Docker on container instances. There, ECS starts an image that has no other platforms, and its container ends
    /// with <c>exec format error</c>; here that is known before. https://repost.aws/knowledge-center/ecs-task-exec-format-error
    /// </summary>
    private static string Mismatch(TaskSnapshot task) => "CannotPullContainerError: " + (task.IsOnFargate
        ? $"image Manifest does not contain descriptor matching platform '{task.Platform}'"
        : $"no matching manifest for {task.Platform} in the manifest list entries");

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
