using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>The moment in a run at which it is interrupted.</summary>
internal sealed class Moment
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Func<RunningCommand, Func<IReadOnlyList<string>>, CancellationToken, Task> _comes;

    private Moment(Func<RunningCommand, Func<IReadOnlyList<string>>, CancellationToken, Task> comes) => _comes = comes;

    /// <summary>The run has started a task: its heading has been written.</summary>
    public static Moment Task(string name) => Written($"\n {name} ");

    public static Moment Written(string text) => new((running, _, cancellation) => running.WaitForOutputAsync(text, cancellation));

    /// <summary>A process that the run started has this in its command line.</summary>
    public static Moment Started(string command) =>
        new((running, processes, cancellation) => UntilAsync(running, () => processes().Any(process => process.Contains(command, StringComparison.Ordinal)), cancellation));

    /// <summary>A process anywhere, in a container too, has this in its command line.</summary>
    public static Moment Running(string command) => Until(() => Processes.Running(command).Count > 0);

    public static Moment Until(Func<bool> condition) => new((running, _, cancellation) => UntilAsync(running, condition, cancellation));

    /// <summary>A container of the run's Compose project runs this service.</summary>
    public static Moment Container(RehearsalCopy copy, string service) =>
        new((running, _, cancellation) => UntilAsync(running, async () => (await ComposeAsync(copy, "ps", "status=running", service)).Count > 0, cancellation));

    /// <summary>The first thing that Compose makes is there.</summary>
    public static Moment Network(RehearsalCopy copy) =>
        new((running, _, cancellation) => UntilAsync(running, async () => (await ComposeAsync(copy, "network", null, "")).Count > 0, cancellation));

    public Task ComesAsync(RunningCommand running, Func<IReadOnlyList<string>> processes, CancellationToken cancellation) =>
        _comes(running, processes, cancellation).WaitAsync(Patience, cancellation);

    private static Task<IReadOnlyList<string>> ComposeAsync(RehearsalCopy copy, string what, string? filter, string service)
    {
        var name = $"name=slipway-{copy.Application}-.*{service}";
        IReadOnlyList<string> list = what == "ps" ? ["ps"] : [what, "ls"];
        return RehearsalCopy.DockerAsync([.. list, "--quiet", "--filter", name, .. filter is null ? [] : new[] { "--filter", filter }]);
    }

    private static Task UntilAsync(RunningCommand running, Func<bool> condition, CancellationToken cancellation) =>
        UntilAsync(running, () => System.Threading.Tasks.Task.FromResult(condition()), cancellation);

    private static async Task UntilAsync(RunningCommand running, Func<Task<bool>> condition, CancellationToken cancellation)
    {
        while (!await condition())
        {
            if (running.HasExited)
            {
                var ended = await running.WaitAsync(cancellation);
                throw new InvalidOperationException($"The run ended before it could be interrupted:\n{ended.Output}{ended.Error}");
            }

            await System.Threading.Tasks.Task.Delay(Look, cancellation);
        }
    }
}
