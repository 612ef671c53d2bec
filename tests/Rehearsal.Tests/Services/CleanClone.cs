using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>What a service checks out: the committed sources in a folder of their own, with its cache put back. Disposing removes it.</summary>
internal sealed class CleanClone : IDisposable
{
    private CleanClone(string root) => Root = root;

    public string Root { get; }

    /// <param name="repository">The folder of the repository; its caches are taken from there too.</param>
    /// <param name="caches">Patterns of files that are no part of the commit and are there all the same.</param>
    public static async Task<CleanClone> CreateAsync(string repository, IReadOnlyList<string> caches)
    {
        var clone = new CleanClone(Directory.CreateTempSubdirectory("slipway-clone-").FullName);
        var cloned = await CommandRunner.RunAsync(new("git", "clone", "--quiet", repository, clone.Root), CancellationToken.None);
        Assert.That(cloned.ExitCode, Is.Zero, cloned.Error);
        clone.Take(repository, FilePattern.Find(repository, caches));
        return clone;
    }

    /// <summary>Copies files from another folder to the same place here.</summary>
    public void Take(string folder, IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            var target = Path.Join(Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Join(folder, file), target, overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
