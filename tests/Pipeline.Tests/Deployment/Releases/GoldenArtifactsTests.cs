using System.IO.Compression;
using System.Text;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>The artifacts of whole repositories, file by file. A bundle is compared by what is in it: how it is compressed is the runtime's own.</summary>
public sealed class GoldenArtifactsTests
{
    private const string Renew = "SLIPWAY_RENEW";

    private string _directory = "";

    private static IEnumerable<string> Cases => GoldenCase.Names;

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("slipway-golden-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [TestCaseSource(nameof(Cases))]
    public async Task Artifacts_are_those_of_the_golden_folder(string name)
    {
        var golden = new GoldenCase(name);

        var written = await golden.WriteAsync(_directory);

        var artifacts = FilesIn(_directory).Select(file => Readable(_directory, file)).ToDictionary(file => file.Name, file => file.Text);
        if (Environment.GetEnvironmentVariable(Renew) == "1") Put(artifacts, golden.Artifacts);
        var expected = Directory.Exists(golden.Artifacts) ? FilesIn(golden.Artifacts).ToDictionary(file => NameOf(golden.Artifacts, file), File.ReadAllText) : [];
        Assert.That(
            artifacts, Is.EqualTo(expected),
            $"{golden.Artifacts} is stale. Renew it with: {Renew}=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~GoldenArtifacts\"; then check what git diff says.");
        Assert.That(written.Names, Is.EquivalentTo(FilesIn(_directory).Select(file => NameOf(_directory, file))));
        Assert.That(written.Names[^1], Is.EqualTo("release.json"));
        Assert.That(written.Warnings, Is.Empty);
    }

    private static void Put(Dictionary<string, string> artifacts, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in artifacts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static string[] FilesIn(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    private static string NameOf(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static (string Name, string Text) Readable(string folder, string file) => file.EndsWith(".zip", StringComparison.Ordinal)
        ? ($"{NameOf(folder, file)}.txt", Listing(file))
        : (NameOf(folder, file), File.ReadAllText(file));

    private static string Listing(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        var listing = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            using var content = new StreamReader(entry.Open());
            listing.Append($"=== {entry.FullName}, mode {Convert.ToString(entry.ExternalAttributes >>> 16, 8)}, {entry.LastWriteTime.DateTime:yyyy-MM-dd HH:mm:ss}\n{content.ReadToEnd()}");
        }

        return listing.ToString();
    }
}
