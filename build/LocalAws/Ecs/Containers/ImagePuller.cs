
using Slipway.Docker;
using Slipway.Docker.Images;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// Brings images to the engine. A digest that is there is not pulled again; a tag of LocalAws's registry is, because it may have moved; a tag
/// of another registry only when it is missing, because a rehearsal has to work without the network.
/// </summary>
internal sealed class ImagePuller(EngineClient engine, LocalAwsOptions options, IRegistryContainer registry) : IDisposable
{
    private readonly SemaphoreSlim _loginTurn = new(1, 1);
    private RegistryAddress? _loggedIn;

    public async Task<PulledImage> PullAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var present = await engine.Docker.InspectImageAsync(reference, cancellationToken);
            var ours = reference.StartsWith(options.RegistryHost + "/", StringComparison.Ordinal);
            if (present is not null && (!ours || reference.Contains('@')))
                return Resolve(reference, present);
            if (ours)
                await LogInAsync(cancellationToken);
            return await PullAsync(reference, present, cancellationToken);
        }
        catch (ToolException refused)
        {
            throw new TaskRuntimeException($"CannotPullContainerError: {EngineErrors.ReasonOf(refused)}", refused);
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException($"CannotPullContainerError: {refused.Message}", refused);
        }
    }

    public void Dispose() => _loginTurn.Dispose();

    private async Task<PulledImage> PullAsync(string reference, ImageDetails? present, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Docker.PullAsync(reference, cancellationToken);
        }
        catch (ToolException) when (present is not null)
        {
            // As the agent of ECS does: what is cached is better than nothing.
            return Resolve(reference, present);
        }

        return await engine.Docker.InspectImageAsync(reference, cancellationToken) is { } pulled
            ? Resolve(reference, pulled)
            : throw new TaskRuntimeException($"CannotPullContainerError: '{reference}' was pulled and is not there.");
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        await _loginTurn.WaitAsync(cancellationToken);
        try
        {
            var address = await registry.EnsureAsync(cancellationToken);
            if (address == _loggedIn)
                return;
            await engine.Docker.LoginAsync(address.Host, address.UserName, address.Password, cancellationToken);
            _loggedIn = address;
        }
        finally
        {
            _loginTurn.Release();
        }
    }

    /// <summary>By digest where the image has one in this repository: <c>docker ps</c> then says exactly what runs.</summary>
    private static PulledImage Resolve(string reference, ImageDetails image)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
            return new(reference, reference[(at + 1)..]);
        var tag = reference.LastIndexOf(':');
        var repository = tag > reference.LastIndexOf('/') ? reference[..tag] : reference;
        return image.RepoDigests.FirstOrDefault(known => known.StartsWith(repository + "@", StringComparison.Ordinal)) is { } byDigest
            ? new(byDigest, byDigest[(repository.Length + 1)..])
            : new(reference, null);
    }
}
