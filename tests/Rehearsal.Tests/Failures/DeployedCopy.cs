using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// A copy in which the application was deployed and runs: what every failure has to leave alone. Deployed once, when the first test
/// asks for it, and taken down after the last. Its working tree belongs to one fixture; the others deploy beside it from clones.
/// </summary>
internal static class DeployedCopy
{
    private static readonly Lazy<Task<RehearsalCopy>> Copy = new(DeployAsync);
    private static RehearsalCopy? _copy;

    /// <summary>The files that the deployment was made from; runs that fail remove those of <c>artifacts/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Artifacts { get; private set; } = new Dictionary<string, string>();

    /// <summary>A service for the failures of the copy's own working tree.</summary>
    public static SecondService Second { get; private set; } = null!;

    /// <exception cref="AssertionException">The application could not be deployed.</exception>
    public static Task<RehearsalCopy> GetAsync() => Copy.Value;

    /// <summary>A clone for a fixture of its own.</summary>
    public static async Task<RehearsalCopy> CloneAsync() => await (await GetAsync()).CloneAsync();

    public static LocalAwsCalls Calls() => _copy!.Calls();

    /// <summary>Notes what must stay as it is, the artifacts of a working tree among it, and gives what checks whether it did.</summary>
    public static async Task<Func<Task>> CompareAsync(RehearsalCopy tree)
    {
        using var before = Calls();
        // What runs may be replaced by ECS between two tests, when a busy machine answers its health check too late.
        var (tags, application) = (await World.TagsAsync(before), await World.ApplicationAsync(_copy!, before));
        var artifacts = World.Files(tree.Workspace.PathOf("artifacts"));
        return async () =>
        {
            using var after = Calls();
            Assert.That(await World.TagsAsync(after), Is.EqualTo(tags));
            Assert.That(World.Files(tree.Workspace.PathOf("artifacts")), Is.EqualTo(artifacts).Or.Empty);
            Assert.That(await World.ApplicationAsync(_copy!, after), Is.EqualTo(application));
        };
    }

    /// <summary>Writes the files of the deployment into a working tree, as if its own application had been built there.</summary>
    public static void WriteArtifacts(RehearsalCopy tree)
    {
        foreach (var (file, text) in Artifacts) tree.Write($"artifacts/{file}", text.Replace(_copy!.Application, tree.Application, StringComparison.Ordinal));
    }

    public static async Task TakeDownAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    private static async Task<RehearsalCopy> DeployAsync()
    {
        var copy = _copy = await RehearsalCopy.CreateAsync();
        var deployed = await copy.RunAsync("--target=Deploy", "--env=local");
        Assert.That(deployed.ExitCode, Is.Zero, deployed.Output + deployed.Error);
        Artifacts = Directory.GetFiles(copy.Workspace.PathOf("artifacts")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        Second = new(copy, "second");
        return copy;
    }
}
