using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Kernel.Lifetime;

/// <summary>
/// The images of what LocalAws runs itself, each built from a folder beside the executable. A tag is a hash of the folder, so an image is
/// built once for all LocalAws on the machine, and again when the folder changes. Like a build cache it stays when LocalAws goes.
/// </summary>
internal sealed partial class SupportImages(DockerEngine docker, ImageBuilder builder, ILogger<SupportImages> log) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _underWay = new();

    /// <summary>The name of the image, after building it if the engine has not got it.</summary>
    /// <param name="role">What it is for, as in <c>registry</c>.</param>
    /// <param name="folder">Relative to the executable.</param>
    /// <remarks>A build outlives the caller that it was started for: a client whose patience is shorter asks again, and finds it under way.</remarks>
    public async Task<string> EnsureAsync(string role, string folder, CancellationToken cancellationToken)
    {
        var context = Path.Combine(AppContext.BaseDirectory, folder);
        var name = $"slipway-local-aws-{role}:{await HashAsync(context, cancellationToken)}";
        var build = _underWay.GetOrAdd(name, _ => new(() => BuildAsync(role, context, name)));
        try
        {
            await build.Value.WaitAsync(cancellationToken);
            return name;
        }
        finally
        {
            if (build.Value.IsCompleted)
                _underWay.TryRemove(KeyValuePair.Create(name, build));
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task BuildAsync(string role, string context, string name)
    {
        if (await docker.InspectImageAsync(name, _ended.Token) is not null)
            return;
        Building(name);
        await builder.BuildAsync(context, name, $"slipway.local-aws.image={role}", Progress, _ended.Token);
    }

    private static async Task<string> HashAsync(string folder, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(await File.ReadAllBytesAsync(file, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    [LoggerMessage(LogLevel.Information, "Building the image {Name}")]
    private partial void Building(string name);

    [LoggerMessage(LogLevel.Debug, "{Line}")]
    private partial void Progress(string line);
}
