
using Slipway.Ecs.OneOff;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Operations;

public sealed class CommandVerdictTests
{
    private const string Task = "arn:aws:ecs:eu-west-2:111122223333:task/shop/0123456789abcdef";

    private static readonly OneOffRequest Request = new("shop", "shop:7", "app", ["php", "artisan", "queue:retry", "all of them"]) { Timeout = TimeSpan.FromMinutes(10) };

    [Test]
    public void An_exit_code_of_zero_is_no_failure() =>
        Assert.That(() => CommandVerdict.Check(Request, new(Task, 0, "EssentialContainerExited", "Essential container in task exited", null, null)), Throws.Nothing);

    [TestCase(Task, 3, "EssentialContainerExited", "Essential container in task exited", false, ExitCodes.Application,
        "The command failed in container 'app' in task 0123456789abcdef with exit code 3: php artisan queue:retry 'all of them'. Its log is above.")]
    [TestCase(Task, 137, "EssentialContainerExited", "Essential container in task exited; container app: OutOfMemoryError: Container killed due to memory usage", false, ExitCodes.Application,
        "The command failed in container 'app' in task 0123456789abcdef with exit code 137 (Essential container in task exited; container app: OutOfMemoryError: Container killed due to memory usage): php artisan queue:retry 'all of them'. Its log is above.")]
    [TestCase(Task, 143, "UserInitiated", "Not done after 600 s", true, ExitCodes.Application,
        "The command was not done after 600 s, and was stopped (exit code 143) in task 0123456789abcdef: php artisan queue:retry 'all of them'. Its log is above; give it more time, or find out what it waits for.")]
    [TestCase(Task, null, "TaskFailedToStart", "container app: CannotPullContainerError: not found", false, ExitCodes.NotRolledBack,
        "The command was not run (php artisan queue:retry 'all of them'): container 'app' in task 0123456789abcdef did not start: TaskFailedToStart: container app: CannotPullContainerError: not found. Correct the cause, and run it again.")]
    [TestCase(null, null, null, "RESOURCE:MEMORY on i-1", false, ExitCodes.NotRolledBack,
        "The command was not run (php artisan queue:retry 'all of them'): cluster 'shop' has no room for its task: RESOURCE:MEMORY on i-1. Free some, add capacity, or ask for less cpu and memory in the task definition.")]
    public void A_failure_says_what_failed_and_where(string? task, int? exitCode, string? stopCode, string reason, bool timedOut, int expected, string message)
    {
        var failure = Assert.Throws<RunFailedException>(() => CommandVerdict.Check(Request, new(task, exitCode, stopCode, reason, null, null, timedOut)));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((expected, message)));
    }
}
