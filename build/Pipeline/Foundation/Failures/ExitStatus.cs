namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>
/// The exit code of this process. It is kept here and not in the exceptions alone, because Cake's engine wraps what a task throws, and
/// the host then answers 1, or 255, for every failure.
/// </summary>
public sealed class ExitStatus
{
    private int? _failure;

    /// <summary>What a task that succeeded has found, for a caller that reads the exit code and not the text; 0 or one of <see cref="ExitCodes"/>.</summary>
    public int Finding { get; set; }

    /// <summary>Records a failure's code. The first one counts: what fails later, such as the clean-up, follows from it.</summary>
    public void Fail(int exitCode) => _failure ??= exitCode;

    /// <param name="host">What the host answered; any failure that is not recorded here is an unexpected one.</param>
    public int After(int host) => _failure ?? (host == 0 ? Finding : ExitCodes.Unexpected);
}
