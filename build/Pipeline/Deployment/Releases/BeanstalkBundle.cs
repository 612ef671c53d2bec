using System.IO.Compression;
using System.Text;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// A source bundle for Elastic Beanstalk: a zip archive with Dockerrun.aws.json and the folder <c>.ebextensions</c> at its root. The same
/// files make the same archive, whenever and wherever they were checked out, so that a bundle that did not change is seen not to have.
/// </summary>
internal static class BeanstalkBundle
{
    public const string Folder = ".ebextensions";

    private const int RegularFile = 0x8000;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The earliest that a zip archive can say.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Zip(string dockerrun, IReadOnlyList<BundledFile> ebextensions)
    {
        using var stream = new MemoryStream();

        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, new(ArtifactNames.Dockerrun, Encoding.UTF8.GetBytes(dockerrun), IsExecutable: false));
            foreach (var file in ebextensions.OrderBy(file => file.Name, StringComparer.Ordinal)) Add(archive, file);
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, BundledFile file)
    {
        var entry = archive.CreateEntry(file.Name, CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        entry.ExternalAttributes = (RegularFile | (int)(file.IsExecutable ? Executable : Plain)) << 16;

        using var content = entry.Open();
        content.Write(file.Content);
    }
}
