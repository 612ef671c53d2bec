using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Linting;

/// <summary>The task definition files beside these tests, and what is said about them.</summary>
internal static class Documents
{
    private static readonly string Folder = Path.Combine(Workspace.Repository, "tests", "Ecs.Tests", "Linting");

    public static IEnumerable<string> Bad => Names("Bad");

    public static IEnumerable<string> Good => Names("Good");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static IReadOnlyList<Finding> Lint(string file) =>
        TaskDefinitionLinter.Lint(JsonSource.Parse(File.ReadAllBytes(PathOf(file)), Path.GetFileName(file)), LaunchTypeOf(file));

    // The one rule about a launch type that the file itself does not name.
    private static string? LaunchTypeOf(string file) => Path.GetFileName(file).StartsWith("ECS020", StringComparison.Ordinal) ? "FARGATE" : null;

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(Folder, folder), "*.json").Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal);
}
