namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>Programs that a test may need and a machine may lack.</summary>
internal static class Commands
{
    public static bool AreOnPath(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return names.All(name => folders.Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, $"{name}.cmd")) || File.Exists(Path.Combine(folder, $"{name}.exe"))));
    }
}
