using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Runs;

namespace Slipway.Pipeline.Secrets;

/// <summary>Fetches secret files from S3 into the working tree, readable by their owner only.</summary>
public sealed class SecretDownloader(ObjectStore objects, SecretValues values, RunDirectory run, Paths paths)
{
    // What is larger is no text of secrets, and nobody prints it.
    private const long LargestText = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Fetches all of them in parallel.</summary>
    /// <returns>Their paths in the repository.</returns>
    /// <exception cref="RunFailedException">One or more could not be had; the message names each with its reason.</exception>
    public async Task<IReadOnlyList<string>> DownloadAsync(IReadOnlyList<SecretSettings> secrets, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        RefuseOthers(secrets, placeholders);
        var wanted = secrets.Where(secret => secret.IsFile).Select(secret => (Settings: secret, From: secret.From.Render(placeholders), To: secret.To!.Render(placeholders))).ToList();
        foreach (var (_, _, to) in wanted) Reserve(to);
        var problems = await Task.WhenAll(wanted.Select(secret => FetchAsync(secret.Settings.Place, secret.From, secret.To, cancellation)));
        var missing = problems.OfType<string>().ToList();
        return missing.Count == 0
            ? [.. wanted.Select(secret => secret.To)]
            : throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{missing.Count} of {wanted.Count} secrets could not be downloaded:\n  {string.Join("\n  ", missing)}\nUpload what is missing, or correct 'secrets' in {secrets[0].Place.File}.");
    }

    private static void RefuseOthers(IReadOnlyList<SecretSettings> secrets, PlaceholderValues placeholders)
    {
        var others = secrets.Where(secret => !secret.IsFile || secret.Source(placeholders).Kind != SecretSourceKind.S3).ToList();
        if (others.Count == 0) return;
        var lines = others.Select(secret => $"{secret.Place}: '{secret.From}' to {(secret.IsFile ? $"file '{secret.To}'" : $"variable '{secret.Variable}'")}: this version of Slipway fetches secrets from S3 into files only.");
        throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', lines));
    }

    private async Task<string?> FetchAsync(Place place, string from, string to, CancellationToken cancellation)
    {
        if (!S3Location.TryParse(from, out var location)) return $"{place}: '{from}' is not s3://bucket/key";
        var path = paths.InRepository(to);
        try
        {
            var file = await objects.GetAsync(location, path, OwnerOnly, cancellation);
            if (file.Size <= LargestText) values.AddFile(await File.ReadAllTextAsync(path, cancellation));
            return null;
        }
        catch (AwsException refused)
        {
            return $"{place}: {refused.Message}";
        }
    }

    /// <summary>Notes the file before it is there, and keeps the user's own of that name until the run ends.</summary>
    private void Reserve(string to)
    {
        var path = paths.InRepository(to);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var kept = File.Exists(path) ? run.Combine($"kept-{run.Record.Files.Count}") : null;
        run.Note(record => record with { Files = [.. record.Files, new(path, kept)] });
        if (kept is not null) File.Move(path, kept);
    }
}
