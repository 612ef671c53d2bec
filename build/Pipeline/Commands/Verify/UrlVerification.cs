using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>Checks whether the environment's application answers, whoever deployed it and when. It needs no account.</summary>
public sealed class UrlVerification(BuildIdentityReader identities, Verification verification, ResultOutput results, ILog log)
{
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <exception cref="RunFailedException">A URL did not answer as configured (7), or none is configured (2).</exception>
    public async Task RunAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        if (settings.Verifications.Count == 0)
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"{settings.PlaceOf("verify")}: environment '{settings.Environment}' has nothing to verify. Write where its application answers: verify: {{ url: \"https://…/\", status: 200 }}.");
        var answers = await verification.AskAsync(settings.Verifications, PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation)), cancellation);
        var failed = answers.Where(answer => !answer.IsGood).ToList();
        if (results.IsJson)
            results.Write(new(settings.Application, settings.Environment, failed.Count == 0, [.. answers.Select(VerifyRecord.Answer.Of)]), VerifyJson.Default.VerifyRecord);
        foreach (var answer in answers.Where(answer => answer.IsGood)) log.Information("{0} answers with {1}.", answer.Url, answer.Settings.Status);
        if (failed.Count > 0)
            throw new RunFailedException(ExitCodes.NotRolledBack, string.Join('\n', failed.Select(answer =>
                $"{answer.Settings.Place}: {answer.Url} {answer.Failing}. See what runs ({Options.Target}=Status) and what it writes ({Options.Target}=Logs), or correct 'verify'.")));
    }
}
