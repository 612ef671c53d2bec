using System.Collections.Concurrent;
using Slipway.Docker;
using Slipway.Docker.Registry;

namespace Slipway.Pipeline.Build.Images;

/// <summary>
/// What the names of base images stand for now. Builders differ: some take what the engine has under the name, others ask the registry each time. So both count, and
/// an image is another one when either is. A rehearsal builds on what the engine has, and asks for nothing that is here.
/// </summary>
public sealed class BaseDigests(DockerCli docker, RegistryAccess registry, bool isRehearsal)
{
    private readonly ConcurrentDictionary<ImageReference, Lazy<Task<string?>>> _known = new();

    /// <returns>Null when neither has the image.</returns>
    /// <exception cref="RegistryException">The engine does not have it, and its registry refuses or does not answer.</exception>
    public Task<string?> OfAsync(ImageReference image, CancellationToken cancellation) => _known.GetOrAdd(image, _ => new(() => ReadAsync(image, cancellation))).Value;

    private async Task<string?> ReadAsync(ImageReference image, CancellationToken cancellation)
    {
        var local = (await docker.InspectImageAsync(image.ToString(), cancellation))?.Id;
        if (local is not null && isRehearsal) return local;
        try
        {
            var remote = await registry.Client.GetDigestAsync(image, cancellation);
            return local is null ? remote : $"{local} {remote}";
        }
        catch (RegistryException) when (local is not null)
        {
            return local;
        }
    }
}
