namespace Slipway.Rehearsal.Tests.Services;

/// <summary>How a step ended, and what Bitbucket found in its clone.</summary>
/// <param name="Output">Of script and after-script, standard error included.</param>
/// <param name="Artifacts">Text of each file that the step's patterns match, by its path in the clone.</param>
/// <param name="TestReports">Text of each file that is taken for a JUnit report, by its path in the clone.</param>
internal sealed record BitbucketResult(
    string Step, int ExitCode, string Output, IReadOnlyDictionary<string, string> Artifacts, IReadOnlyDictionary<string, string> TestReports);
