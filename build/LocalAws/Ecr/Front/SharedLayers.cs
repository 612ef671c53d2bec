using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Front;

/// <summary>
/// Large layers that the rehearsals of a machine have in common, in a folder that the variable SLIPWAY_LAYERS names. Each rehearsal has a registry of its own, and the engine compresses a
/// base image anew for every registry that does not have it: what one was given, the others find there already.
/// </summary>
internal sealed partial class SharedLayers(RegistryApi api, ILogger<SharedLayers> log)
{
    public const string Variable = "SLIPWAY_LAYERS";

    /// <summary>Bytes. What is smaller is compressed as fast as it is looked up.</summary>
    private const long Least = 8 << 20;

    private readonly string? _folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Gives the registry a layer that somebody asks for and that another one had.</summary>
    public async Task ProvideAsync(RegistryAddress address, string repository, string digest, CancellationToken cancellationToken)
    {
        if (FileOf(digest) is not { } file || !File.Exists(file) || await api.HasBlobAsync(address, repository, digest, cancellationToken)) return;
        try
        {
            await using var content = File.OpenRead(file);
            await api.PutBlobAsync(address, repository, digest, content, cancellationToken);
        }
        catch (HttpRequestException damaged)
        {
            NotProvided(digest, damaged);
            Remove(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Of another user, or gone meanwhile: the client sends it.
            NotProvided(digest, unreadable);
        }
    }

    /// <summary>Keeps a layer that the registry was given.</summary>
    public async Task KeepAsync(RegistryAddress address, string repository, string digest, CancellationToken cancellationToken)
    {
        if (FileOf(digest) is not { } file || File.Exists(file)) return;
        var part = $"{file}.{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(_folder!);
            await using (var content = PrivateFile.Create(part))
            {
                if (!await api.CopyBlobAsync(address, repository, digest, Least, content, cancellationToken)) return;
            }

            File.Move(part, file, overwrite: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            NotKept(digest, error);
        }
        finally
        {
            Remove(part);
        }
    }

    private static void Remove(string file)
    {
        try
        {
            if (File.Exists(file)) File.Delete(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A later push tries again; nothing depends on it.
        }
    }

    private string? FileOf(string digest) => _folder is not null && DigestPattern().IsMatch(digest) ? Path.Combine(_folder, digest.Replace(':', '-')) : null;

    [LoggerMessage(LogLevel.Warning, "The registry could not be given the layer {Digest} that this machine has")]
    private partial void NotProvided(string digest, Exception error);

    [LoggerMessage(LogLevel.Warning, "The layer {Digest} could not be kept for other rehearsals")]
    private partial void NotKept(string digest, Exception error);

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex DigestPattern();
}
