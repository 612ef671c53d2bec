namespace Slipway.Docker;

/// <summary>
/// The variables of one container on their way to docker: single lines in a file of mode 0600, which is removed on dispose; values that such a file
/// cannot hold (line breaks, 64 KiB) by inheritance.
/// </summary>
internal sealed class EnvironmentFile : IDisposable
{
    private const int LongestLine = 60_000;

    private EnvironmentFile(string? path, IReadOnlyDictionary<string, string> inherited)
    {
        FilePath = path;
        Inherited = inherited;
    }

    /// <summary>Null where no variable goes by file.</summary>
    public string? FilePath { get; }

    public IReadOnlyDictionary<string, string> Inherited { get; }

    /// <exception cref="ArgumentException">A variable that steers docker itself has a value of several lines.</exception>
    public static async Task<EnvironmentFile> WriteAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var inherited = variables.Where(variable => !FitsOnALine(variable)).ToDictionary(StringComparer.Ordinal);
        if (inherited.Keys.FirstOrDefault(name => !InheritedVariables.IsInheritable(name)) is { } steering)
            throw new ArgumentException(
                $"The variable '{steering}' has a value that docker cannot be given: it has several lines or is longer than {LongestLine} characters.",
                nameof(variables));

        var lines = variables.Where(FitsOnALine).Select(variable => $"{variable.Key}={variable.Value}\n").ToArray();
        if (lines.Length == 0)
            return new(null, inherited);

        var path = Path.Combine(Path.GetTempPath(), $"slipway-{Guid.NewGuid():N}.env");
        var file = new EnvironmentFile(path, inherited);
        try
        {
            await using var writer = new StreamWriter(path, NewPrivateFile());
            foreach (var line in lines)
                await writer.WriteAsync(line.AsMemory(), cancellationToken);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (FilePath is not null)
            File.Delete(FilePath);
    }

    private static FileStreamOptions NewPrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static bool FitsOnALine(KeyValuePair<string, string> variable) =>
        variable.Value.Length <= LongestLine && variable.Value.AsSpan().IndexOfAny('\r', '\n') < 0;
}
