using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// A copy in which the application was deployed and runs: what every failure has to leave alone. Deployed once, when the first test
/// asks for it, and taken down after the last.
/// </summary>
[SetUpFixture]
internal sealed class DeployedCopy
{
    private static RehearsalCopy? _copy;
    private static IReadOnlyList<string>? _running;

    /// <summary>The files that the deployment was made from; runs that fail remove those of <c>artifacts/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Artifacts { get; private set; } = new Dictionary<string, string>();

    public static async Task<RehearsalCopy> GetAsync()
    {
        if (_copy is null)
        {
            _copy = await RehearsalCopy.CreateAsync();
            var deployed = await _copy.RunAsync("--target=Deploy", "--env=local");
            Assert.That(deployed.ExitCode, Is.Zero);
            Artifacts = Directory.GetFiles(_copy.Workspace.PathOf("artifacts")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
            using var aws = Calls();
            _running = await World.ApplicationAsync(_copy, aws);
        }

        // Else each test after a failed deployment would fail for want of one.
        return _running is null ? throw new InvalidOperationException("The application could not be deployed; the first test has its output.") : _copy;
    }

    public static LocalAwsCalls Calls() => new(new(_copy!.AwsEnvironment()["AWS_ENDPOINT_URL"]!));

    /// <summary>Notes what must stay as it is, and gives what looks whether it did.</summary>
    public static async Task<Func<Task>> CompareAsync()
    {
        using var before = Calls();
        var tags = await World.TagsAsync(before);
        var artifacts = World.Files(_copy!.Workspace.PathOf("artifacts"));
        return async () =>
        {
            using var after = Calls();
            Assert.That(await World.TagsAsync(after), Is.EqualTo(tags));
            Assert.That(World.Files(_copy.Workspace.PathOf("artifacts")), Is.EqualTo(artifacts).Or.Empty);
            Assert.That(await World.ApplicationAsync(_copy, after), Is.EqualTo(_running));
        };
    }

    [OneTimeTearDown]
    public async Task TakeDownAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }
}
