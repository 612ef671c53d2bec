namespace Slipway.Pipeline.Commands.Init;

/// <summary>What Init did and what it has to say.</summary>
/// <param name="Notes">What concerns the application as a whole; sentences.</param>
/// <param name="NextSteps">Command lines, and what is to be filled in before.</param>
internal sealed record InitResult(IReadOnlyList<WriteOutcome> Files, IReadOnlyList<NamedWarning> Warnings, IReadOnlyList<string> Notes, IReadOnlyList<string> NextSteps);
