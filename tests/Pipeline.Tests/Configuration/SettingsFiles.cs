
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>
/// The folders of right and wrong files. Comments at the beginning of a wrong file say for which environment it is read
/// (<c># Read for: staging</c>, else local) and what in it a JSON Schema cannot know (<c># The schema cannot tell: …</c>).
/// </summary>
internal static class SettingsFiles
{
    private const string Folder = "tests/Pipeline.Tests/Configuration";
    private const string ReadFor = "# Read for: ";
    private const string CannotTell = "# The schema cannot tell: ";

    public static IEnumerable<string> Good => Names("Good");

    public static IEnumerable<string> Bad => Names("Bad");

    /// <summary>In the repository.</summary>
    public static string GoodFile(string name) => $"{Folder}/Good/{name}.yml";

    /// <summary>In the repository; the messages stand beside it, in a file that ends in .txt.</summary>
    public static string BadFile(string name) => $"{Folder}/Bad/{name}.yml";

    public static string Absolute(string path) => Path.Join(Workspace.Repository, path);

    public static string Text(string path) => File.ReadAllText(Absolute(path));

    public static string EnvironmentOf(string badFile) => Comment(badFile, ReadFor) ?? "local";

    public static bool IsWrongForSchema(string badFile) => Comment(badFile, CannotTell) is null;

    private static string? Comment(string file, string begin) => Text(file).Split('\n')
        .TakeWhile(line => line.StartsWith('#'))
        .FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..];

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Absolute($"{Folder}/{folder}"), "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);
}
