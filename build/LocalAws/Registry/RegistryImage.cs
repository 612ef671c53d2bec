using System.Security.Cryptography;
using System.Text;
using Slipway.Docker;
using Slipway.Docker.Images;

namespace Slipway.LocalAws.Registry;

/// <summary>
/// The image that the registry runs, built from the folder beside the executable. Its tag is a hash of that folder, so it is built once for
/// all LocalAws on the machine, and again when the folder changes. Like a build cache it stays when LocalAws goes.
/// </summary>
internal sealed partial class RegistryImage(DockerCli docker, ILogger<RegistryImage> log)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Registry", "Image");

    /// <summary>The name of the image, after building it if the engine has not got it.</summary>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var name = $"slipway-local-aws-registry:{await HashAsync(cancellationToken)}";
        if (await docker.InspectImageAsync(name, cancellationToken) is not null)
            return name;
        Building(name);
        var settings = new BuildSettings
        {
            Context = Folder,
            Tags = [name],
            Labels = new Dictionary<string, string> { ["slipway.local-aws.image"] = "registry" },
        };
        await docker.BuildAsync(settings, Progress, cancellationToken);
        return name;
    }

    private static async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal))
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
