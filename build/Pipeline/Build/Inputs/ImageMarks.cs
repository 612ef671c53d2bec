using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>
/// A tag for each image that is the same only when it is built from the same: the build as the Compose files describe it, all files that reach the builder, and the
/// digests that its base images have now. An image without one is built, whatever the registry has.
/// </summary>
/// <param name="digestOf">Of a base image; null when nobody has it.</param>
public sealed class ImageMarks(ComposeModel model, Paths paths, Func<ImageReference, CancellationToken, Task<string?>> digestOf)
{
    private const string Prefix = "inputs-";
    private const int Length = 40;

    /// <summary>By these a build is another one each time, or takes what is in no image.</summary>
    private static readonly string[] Unsteady = ["no_cache", "pull", "secrets", "ssh"];

    private readonly Lock _gate = new();
    private Task<JsonObject?>? _services;

    /// <summary>Contexts of many services may be the same folder.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _contents = new();

    /// <summary>Null where something that the image is built from cannot be told, or not be read.</summary>
    public async Task<string?> OfAsync(string service, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(service, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<string?> ReadAsync(string service, CancellationToken cancellation)
    {
        if (await ServicesAsync(cancellation) is not { } services) return null;
        var inputs = new ImageInputsReader(services, model.Project, paths.Root).Of(service);
        if (inputs.Open is not null) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // What a build without a platform is for.
        Add(hash, "machine", $"{RuntimeInformation.OSArchitecture}", Environment.GetEnvironmentVariable("DOCKER_DEFAULT_PLATFORM") ?? "");
        foreach (var name in inputs.Services)
        {
            if (BuildOf(services, name) is not { } build) return null;
            Add(hash, "build", name == service ? "" : name, build);
        }

        foreach (var image in inputs.Bases)
        {
            if (await DigestAsync(image, cancellation) is not { } digest) return null;
            Add(hash, "base", image, digest);
        }

        foreach (var file in inputs.Files.Where(File.Exists)) await AddFileAsync(hash, Path.GetRelativePath(paths.Root, file), new(file), cancellation);
        foreach (var folder in inputs.Folders) await AddFolderAsync(hash, folder, cancellation);
        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }

    /// <summary>With the values that variables have now, by which it is built.</summary>
    private Task<JsonObject?> ServicesAsync(CancellationToken cancellation)
    {
        lock (_gate) return _services ??= model.ResolveAsync(cancellation);
    }

    /// <summary>Without the folder of this clone; null where two builds of the same may differ.</summary>
    private string? BuildOf(JsonObject services, string service)
    {
        var (build, platform) = (services[service]?["build"], services[service]?["platform"]);
        if (build is JsonObject members && Unsteady.Any(members.ContainsKey)) return null;
        return new JsonObject { ["build"] = build?.DeepClone(), ["platform"] = platform?.DeepClone() }.ToJsonString().Replace(paths.Root, ".", StringComparison.Ordinal);
    }

    private async Task<string?> DigestAsync(string image, CancellationToken cancellation)
    {
        try
        {
            var reference = ImageReference.Parse(image);
            return reference.Digest ?? await digestOf(reference, cancellation);
        }
        catch (Exception unknown) when (unknown is RegistryException or FormatException)
        {
            return null;
        }
    }

    private async Task AddFolderAsync(IncrementalHash hash, ContextFolder folder, CancellationToken cancellation)
    {
        var entries = new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false });
        foreach (var (name, entry) in entries.Select(entry => (Path.GetRelativePath(folder.Path, entry.FullName), entry)).Where(one => folder.Has(one.entry.FullName)).OrderBy(one => one.Item1, StringComparer.Ordinal))
        {
            if (entry.LinkTarget is { } target) Add(hash, "link", name, target);
            else if (entry is FileInfo file) await AddFileAsync(hash, name, file, cancellation);
            else Add(hash, "folder", name, "");
        }
    }

    private async Task AddFileAsync(IncrementalHash hash, string name, FileInfo file, CancellationToken cancellation)
    {
        var mode = OperatingSystem.IsWindows() ? "" : $"{file.UnixFileMode}";
        Add(hash, $"file {mode}", name, await _contents.GetOrAdd(file.FullName, path => new(() => ContentAsync(path, cancellation))).Value);
    }

    private static async Task<string> ContentAsync(string path, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(content, cancellation));
    }

    /// <summary>Each part with its length, so that no two lists of them read the same.</summary>
    private static void Add(IncrementalHash hash, params string[] parts)
    {
        foreach (var part in parts) hash.AppendData(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(part)}:{part}\n"));
    }
}
