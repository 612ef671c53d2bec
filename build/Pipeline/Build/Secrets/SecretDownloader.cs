using System.Collections.Concurrent;
using Slipway.Aws;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Secrets;

/// <summary>
/// Fetches secrets: into files of the working tree, readable by their owner only, or into variables of this process, which docker and
/// Compose inherit and no argument list shows.
/// </summary>
public sealed class SecretDownloader(AwsClients aws, SecretValues values, RunDirectory run, Paths paths)
{
    // What is larger is no text of secrets, and nobody prints it.
    private const long LargestText = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SecretReader _reader = new(aws);

    /// <summary>What somebody uploaded and did not fill in: sentences that name the place and never a value.</summary>
    private readonly ConcurrentBag<string> _unfilled = [];

    /// <summary>Fetches all of them in parallel.</summary>
    /// <returns>Their paths in the repository, and the names of variables.</returns>
    /// <exception cref="RunFailedException">One or more could not be had (exit code 3) or are still to be filled in (exit code 2); the message names each with its reason.</exception>
    public async Task<IReadOnlyList<string>> DownloadAsync(IReadOnlyList<SecretSettings> secrets, PlaceholderValues placeholders, CancellationToken cancellation)
    {
        var wanted = secrets.Select(secret => (Settings: secret, Source: secret.Source(placeholders), To: secret.To?.Render(placeholders))).ToList();
        foreach (var file in wanted.Select(secret => secret.To).OfType<string>()) Reserve(file);
        var problems = await Task.WhenAll(wanted.Select(secret => FetchAsync(secret.Settings, secret.Source, secret.To, cancellation)));
        var missing = problems.OfType<string>().ToList();
        if (missing.Count > 0)
        {
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{missing.Count} of {wanted.Count} secrets could not be downloaded:\n  {string.Join("\n  ", missing)}\nUpload what is missing, or correct 'secrets' in {secrets[0].Place.File}.");
        }

        if (!_unfilled.IsEmpty) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', _unfilled.Order(StringComparer.Ordinal)));
        return [.. wanted.Select(secret => secret.To ?? secret.Settings.Variable!)];
    }

    /// <returns>Why it could not be had, or null.</returns>
    private async Task<string?> FetchAsync(SecretSettings secret, SecretSource source, string? file, CancellationToken cancellation)
    {
        try
        {
            var text = file is null ? await FetchVariableAsync(secret.Variable!, source, cancellation) : await FetchFileAsync(paths.InRepository(file), source, cancellation);
            foreach (var (line, marks) in FillIn.InLines(text)) _unfilled.Add($"{secret.Place}: {FillIn.LineSentence($"line {line} of {source}", marks)}");
            return null;
        }
        catch (AwsException refused)
        {
            return $"{secret.Place}: {(source.Kind == SecretSourceKind.S3 ? "" : $"{source}: ")}{refused.Message}";
        }
        catch (FormatException wrong)
        {
            return $"{secret.Place}: {wrong.Message}";
        }
    }

    private async Task<string> FetchVariableAsync(string name, SecretSource source, CancellationToken cancellation)
    {
        var text = (await _reader.ReadAsync(source, cancellation)).TrimEnd('\r', '\n');
        values.AddFile(text);
        values.Add(text);
        Environment.SetEnvironmentVariable(name, text);
        return text;
    }

    /// <returns>What it has; nothing of a file that is no text of secrets.</returns>
    private async Task<string> FetchFileAsync(string path, SecretSource source, CancellationToken cancellation)
    {
        if (source.Kind == SecretSourceKind.S3)
        {
            var file = await aws.Objects.GetAsync(SecretReader.LocationOf(source), path, OwnerOnly, cancellation);
            if (file.Size > LargestText) return "";
            var content = await File.ReadAllTextAsync(path, cancellation);
            values.AddFile(content);
            return content;
        }

        var text = await _reader.ReadAsync(source, cancellation);
        values.AddFile(text);
        await PrivateFile.WriteAsync(path, text, cancellation);
        return text;
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
