using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>
/// One copy of the repository for all tests of build.sh, since a first compile is the dear part. Its first two runs, at the same time and
/// with nothing compiled yet, are a test of their own. Its fixtures run one after the other, since each writes to it, beside the others.
/// </summary>
[SetUpFixture]
[SingleThreaded]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
internal sealed class FreshCopy
{
    public static Workspace Workspace { get; private set; } = null!;

    public static IReadOnlyList<CommandResult> FirstRuns { get; private set; } = [];

    /// <summary>build.sh of the copy, from its root.</summary>
    public static Command BuildScript(params IReadOnlyList<string> arguments) =>
        new(Workspace.PathOf("build.sh"), arguments) { WorkingDirectory = Workspace.Root };

    public static Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) =>
        CommandRunner.RunAsync(BuildScript(arguments), TestContext.CurrentContext.CancellationToken);

    /// <summary>For the set-up of every fixture that needs the copy; the first one makes it.</summary>
    public static async Task MakeAsync()
    {
        if (Workspace is not null)
            return;

        Workspace = await Workspace.CreateAsync(CancellationToken.None);
        Probe.Write(Workspace, "first");
        await Workspace.CommitAsync("A program that shows what reaches it", CancellationToken.None);

        FirstRuns = await Task.WhenAll(RunAsync("version"), RunAsync("version"));
    }

    [OneTimeTearDown]
    public void Remove() => Workspace?.Dispose();
}
