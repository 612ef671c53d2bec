using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>LocalAws as a program of its own, not started by a rehearsal, with its state in a copy's folder. It ends with the copy.</summary>
internal sealed class LocalAwsAlone : IAsyncDisposable
{
    public const string Account = "170904582664";

    private readonly RunningCommand _process;

    private LocalAwsAlone(RunningCommand process) => _process = process;

    /// <param name="more">Options of LocalAws, beside those that every account has.</param>
    public static async Task<LocalAwsAlone> StartAsync(RehearsalCopy copy, params IReadOnlyList<string> more)
    {
        // Compiles where nothing is compiled, and says what is current.
        var dry = await copy.RunAsync("--target=Deploy", "--env=staging", "--dryrun");
        Assert.That(dry.ExitCode, Is.Zero);
        var current = File.ReadLines(copy.Workspace.PathOf(".slipway/bin/current")).First();
        string[] options = ["--state", copy.LocalAwsState, "--seed", copy.Workspace.PathOf("app/local-s3"), "--region", "eu-west-2", "--account", Account, .. more];
        var process = CommandRunner.Start(new(copy.Workspace.PathOf($".slipway/bin/{current}/local-aws/slipway-local-aws"), options) { TimeOut = TimeSpan.FromHours(1) });

        var begin = DateTime.UtcNow;
        while (!File.Exists(Path.Combine(copy.LocalAwsState, "endpoint.json")))
        {
            Assert.That(DateTime.UtcNow - begin, Is.LessThan(TimeSpan.FromMinutes(2)), "LocalAws is not ready.");
            await Task.Delay(50);
        }

        return new(process);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
