using System.Text;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Writes files into a repository without destroying any: each is whole or not there, and what was there before is kept.</summary>
internal sealed class FileWriter(string root, bool force)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Executable = (UnixFileMode)0b111_111_111;

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<GeneratedFile> files, CancellationToken cancellation)
    {
        var outcomes = new List<WriteOutcome>();
        foreach (var file in files) outcomes.Add(await WriteAsync(file, cancellation));
        return outcomes;
    }

    private async Task<WriteOutcome> WriteAsync(GeneratedFile file, CancellationToken cancellation)
    {
        var path = Path.Combine(root, file.Path);
        var exists = File.Exists(path);
        if (exists && await File.ReadAllTextAsync(path, cancellation) == file.Text) return new(file, WriteResult.Unchanged);
        if (exists && !force && !file.IsAdded) return new(file, WriteResult.Left);
        var kept = exists && !file.IsAdded ? Names(file.Path).First(name => !File.Exists(Path.Combine(root, name))) : null;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.next");
        try
        {
            await PutAsync(next, file, cancellation);
            if (kept is null) File.Move(next, path, overwrite: file.IsAdded);
            else File.Replace(next, path, Path.Combine(root, kept));
        }
        finally
        {
            File.Delete(next);
        }

        return new(file, WriteResult.Written, kept);
    }

    private static async Task PutAsync(string path, GeneratedFile file, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // The user's umask narrows it.
        if (!OperatingSystem.IsWindows() && (file.IsSecret || file.IsExecutable)) options.UnixCreateMode = file.IsSecret ? OwnerOnly : Executable;
        await using var stream = new FileStream(path, options);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(file.Text), cancellation);
    }

    /// <summary><c>.orig</c>, then <c>.orig2</c> and so on: the first that is free, since an earlier one may be what the user wrote.</summary>
    private static IEnumerable<string> Names(string path) => Enumerable.Range(1, int.MaxValue).Select(number => $"{path}.orig{(number == 1 ? "" : number.ToString())}");
}
