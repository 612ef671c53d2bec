using System.Text.Json;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>A release.json that someone kept.</summary>
public static class RecordedRelease
{
    /// <param name="file">As the user named it; relative to the repository.</param>
    /// <param name="settings">Of the application that it must be a release of.</param>
    /// <exception cref="RunFailedException">There is no such file, or it is no release of the application; exit code 2.</exception>
    public static async Task<Release> ReadAsync(string file, Settings settings, Paths paths, CancellationToken cancellation)
    {
        var path = paths.InRepository(file);
        if (!File.Exists(path)) throw Wrong($"there is no file '{file}'. Name the release.json of a build's artifacts.");
        var release = Parse(await File.ReadAllTextAsync(path, cancellation), file);
        return release.Application == settings.Application
            ? release
            : throw Wrong($"'{file}' is a release of application '{release.Application}', and {settings.File} is about '{settings.Application}'. Name one of its own.");
    }

    private static Release Parse(string text, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ReleaseJson.Default.Release) is { Application: not null, Environment: not null, Build: not null, Commit: not null, Images: not null } release
                ? release
                : throw Wrong($"'{file}' is not a release: it has not all of 'application', 'environment', 'build', 'commit' and 'images'.");
        }
        catch (JsonException broken)
        {
            throw Wrong($"'{file}' is not a release: {broken.Message}");
        }
    }

    private static RunFailedException Wrong(string why) => new(ExitCodes.Configuration, $"{Options.Release}: {why}");
}
