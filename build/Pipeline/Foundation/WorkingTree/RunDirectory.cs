using System.Text.Json;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>
/// A run's own folder below <c>.slipway/runs</c>: its record, Docker login and Compose override. It is gone when the run is;
/// one that is still there belongs to a run that was killed, and is cleaned up by the next.
/// </summary>
public sealed class RunDirectory
{
    private readonly Lock _gate = new();

    private RunDirectory(string path, RunRecord record)
    {
        FullPath = path;
        Record = record;
    }

    public string FullPath { get; }

    /// <summary>Eight hexadecimal digits, different for each run.</summary>
    public string Id => Path.GetFileName(FullPath);

    public RunRecord Record { get; private set; }

    public static RunDirectory Create(string stateDirectory)
    {
        var path = Path.Combine(Root(stateDirectory), Guid.NewGuid().ToString("N")[..8]);
        CreatePrivate(path);
        return new(path, RunRecord.Empty);
    }

    /// <summary>Folders of runs that did not end on their own. Call it with the working tree's lock held: then no other run is alive.</summary>
    public static IReadOnlyList<RunDirectory> Abandoned(string stateDirectory)
    {
        var root = Root(stateDirectory);
        return Directory.Exists(root) ? [.. Directory.GetDirectories(root).Select(Load)] : [];
    }

    public string Combine(string name) => Path.Combine(FullPath, name);

    public void Note(Func<RunRecord, RunRecord> change)
    {
        lock (_gate)
        {
            Record = change(Record);
            var next = RecordFile(FullPath) + ".next";
            File.WriteAllText(next, JsonSerializer.Serialize(Record, RunJson.Default.RunRecord));
            File.Move(next, RecordFile(FullPath), overwrite: true);
        }
    }

    /// <summary>A folder of that name in it, for nobody else to read.</summary>
    public string MakeFolder(string name)
    {
        CreatePrivate(Combine(name));
        return Combine(name);
    }

    /// <summary>Removes the files that the run wrote into the working tree and puts the user's own back.</summary>
    public void RemoveFiles()
    {
        if (Record.Files.Count == 0) return;
        foreach (var file in Record.Files) Remove(file);
        Note(record => record with { Files = [] });
    }

    /// <summary>Removes the files and the folder. What the record still names then stays with the record, for the next run to find.</summary>
    public void Clear()
    {
        RemoveFiles();
        if (Record.ComposeProject is null)
        {
            Directory.Delete(FullPath, recursive: true);
            return;
        }

        foreach (var folder in Directory.GetDirectories(FullPath)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(FullPath).Where(file => file != RecordFile(FullPath))) File.Delete(file);
    }

    private static void Remove(PlacedFile file)
    {
        // Not moved away, or moved back already: what is there is the user's own.
        if (file.Kept is not null && !File.Exists(file.Kept)) return;
        var (folder, name) = (Path.GetDirectoryName(file.Path)!, Path.GetFileName(file.Path));
        if (!Directory.Exists(folder)) return;
        File.Delete(file.Path);
        foreach (var partial in Directory.GetFiles(folder, $".{name}.*.partial")) File.Delete(partial);
        if (file.Kept is not null) File.Move(file.Kept, file.Path);
    }

    private static RunDirectory Load(string path)
    {
        var file = RecordFile(path);
        var record = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), RunJson.Default.RunRecord) : null;
        return new(path, record ?? RunRecord.Empty);
    }

    private static string Root(string stateDirectory) => Path.Combine(stateDirectory, "runs");

    private static string RecordFile(string path) => Path.Combine(path, "record.json");

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
