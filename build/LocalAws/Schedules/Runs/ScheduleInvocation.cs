using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Runs;

/// <summary>One invocation of a schedule, tried again as its retry policy says, and kept with the schedule.</summary>
internal sealed partial class ScheduleInvocation(ScheduleStore store, TaskTarget target, LocalAwsOptions options, TimeProvider time, ILogger<ScheduleInvocation> log)
{
    /// <param name="isLast">Nothing comes after it.</param>
    public async Task RunAsync(Schedule schedule, DateTimeOffset scheduledAt, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            var policy = schedule.Target.Object("RetryPolicy")!;
            var (most, age) = (policy.Number("MaximumRetryAttempts")!.Value, TimeSpan.FromSeconds(policy.Number("MaximumEventAgeInSeconds")!.Value) * (options.Minute / TimeSpan.FromMinutes(1)));
            var (begun, id) = (time.GetUtcNow(), Guid.NewGuid().ToString());
            for (var attempt = 1; ; attempt++)
            {
                var run = await TryAsync(schedule, scheduledAt, id, attempt, cancellationToken);
                await store.ChangeAsync(before => Noted(before, schedule, run, isLast && run.Error is null), cancellationToken);
                Say(schedule, run);
                // By and by longer, as the user guide says without figures ("exponential backoff"). That tasks without room count as a failure is unconfirmed; those that were started are not started twice.
                var wait = options.Minute * Math.Min(Math.Pow(2, attempt - 1), 60);
                if (run.Error is null || run.Tasks.Count > 0 || attempt > most || time.GetUtcNow() + wait - begun > age || store.Current.Find(schedule.Key)?.IsAsIn(schedule) != true)
                    return;
                await Task.Delay(wait, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // LocalAws ends.
        }
    }

    private async Task<ScheduleRun> TryAsync(Schedule schedule, DateTimeOffset scheduledAt, string id, int attempt, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        try
        {
            var answer = await target.InvokeAsync(schedule, $"arn:aws:scheduler:{options.Region}:{options.Account}:schedule/{schedule.Group}/{schedule.Name}", scheduledAt, id, attempt, cancellationToken);
            var failures = answer.Objects("failures").Select(failure => failure.Text("reason")).ToList();
            return new(scheduledAt, at, [.. answer.Objects("tasks").Select(task => task.Text("taskArn")!)], failures.Count == 0 ? null : $"RunTask: {string.Join(", ", failures)}", attempt);
        }
        catch (AwsErrorException refused)
        {
            return new(scheduledAt, at, [], $"{refused.Code}: {refused.Message}", attempt);
        }
    }

    private static ScheduleState Noted(ScheduleState before, Schedule schedule, ScheduleRun run, bool isDone)
    {
        if (before.Find(schedule.Key) is not { } now)
            return before;
        return isDone && now.EndsDeleted && now.IsAsIn(schedule) ? before.Without(now.Key) : before.With(now with { LastRun = run });
    }

    private void Say(Schedule schedule, ScheduleRun run)
    {
        if (run.Error is { } error)
            Failed(schedule.Name, run.Attempts, error);
        else
            Started(schedule.Name, string.Join(", ", run.Tasks));
    }

    [LoggerMessage(LogLevel.Information, "schedule {Name} started {Tasks}")]
    private partial void Started(string name, string tasks);

    [LoggerMessage(LogLevel.Warning, "schedule {Name} could not start its tasks at attempt {Attempt}: {Error}")]
    private partial void Failed(string name, int attempt, string error);
}
