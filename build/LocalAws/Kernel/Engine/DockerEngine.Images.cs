using Docker.DotNet.Models;

namespace Slipway.LocalAws.Kernel.Engine;

internal sealed partial class DockerEngine
{
    /// <returns>Null when the engine has no such image.</returns>
    public Task<ImageInspectResponse?> InspectImageAsync(string reference, CancellationToken cancellationToken) =>
        FindAsync(docker => docker.Images.InspectImageAsync(reference, cancellationToken), cancellationToken);

    /// <summary>Pulls; tries again when the registry is busy or broken.</summary>
    /// <param name="login">Null: the user's own for this registry, if there is one.</param>
    /// <param name="platform">As in <c>linux/arm64</c>; null is the engine's own.</param>
    public async Task PullAsync(string reference, AuthConfig? login, string? platform, CancellationToken cancellationToken)
    {
        login ??= await _logins.FindAsync(reference, cancellationToken);
        await _pullRetry.ExecuteAsync(async token => await PullOnceAsync(reference, login, platform, token), cancellationToken);
    }

    /// <summary>Whether the image store of the engine, which is one for several platforms, has this one of an image.</summary>
    public async Task<bool> HasVariantAsync(string reference, string os, string architecture, CancellationToken cancellationToken)
    {
        var parameters = new ImagesListParameters { Manifests = true, Filters = Filters(new Dictionary<string, IReadOnlyList<string>> { ["reference"] = [reference] }) };
        var images = await CallAsync(docker => docker.Images.ListImagesAsync(parameters, cancellationToken), cancellationToken);
        return images.SelectMany(image => image.Manifests ?? []).Any(variant => variant.Available && variant.ImageData?.Platform is { } platform && platform.OS == os && platform.Architecture == architecture);
    }

    private async Task PullOnceAsync(string reference, AuthConfig? login, string? platform, CancellationToken cancellationToken)
    {
        var (repository, tag) = Split(reference);
        string? failure = null;
        var progress = new Callback<JSONMessage>(message => failure ??= message.Error?.Message);
        await CallAsync(docker => docker.Images.CreateImageAsync(new() { FromImage = repository, Tag = tag, Platform = platform! }, login, progress, cancellationToken), cancellationToken);
        if (failure is not null)
            throw new EngineException(failure);
    }

    /// <summary>The name, and the digest or tag: without one the engine would pull all tags.</summary>
    private static (string Repository, string Tag) Split(string reference)
    {
        if (reference.IndexOf('@', StringComparison.Ordinal) is var at and > 0)
            return (reference[..at], reference[(at + 1)..]);
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? (reference[..colon], reference[(colon + 1)..]) : (reference, "latest");
    }
}
