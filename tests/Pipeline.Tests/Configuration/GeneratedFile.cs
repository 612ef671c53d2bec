using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>A committed file that comes from code. A test compares the two; asked by an environment variable it writes the file instead.</summary>
internal static class GeneratedFile
{
    private const string Renew = "SLIPWAY_RENEW";

    /// <param name="path">In the repository.</param>
    public static void Compare(string path, string expected)
    {
        var file = Path.Join(Workspace.Repository, path);

        if (Environment.GetEnvironmentVariable(Renew) == "1")
            File.WriteAllText(file, expected);

        var committed = File.Exists(file) ? File.ReadAllText(file) : "";

        Assert.That(
            committed, Is.EqualTo(expected),
            $"{path} is stale. Renew it with: {Renew}=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~Configuration\"; then check what git diff says.");
    }
}
