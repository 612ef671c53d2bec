namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>What a task that did its work found, for whoever asks the exit code and not the text.</summary>
public sealed class Verdict
{
    /// <summary>0, or one of <see cref="ExitCodes"/>; a failure's own goes before it.</summary>
    public int ExitCode { get; set; }
}
