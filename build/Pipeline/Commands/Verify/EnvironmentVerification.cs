using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Pipelines;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>Checks whether the environment's services run their release and its application answers, no matter who deployed it, or when. Where no service is configured it needs no account.</summary>
public sealed class EnvironmentVerification(BuildIdentityReader identities, AwsAccess access, Verification verification, ResultOutput results, ILog log, TimeProvider time)
{
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <exception cref="RunFailedException">Something is not as it should be (7), there is no service (3), or there is nothing to verify (2).</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task RunAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        var services = settings.Services.Where(service => service is { Cluster: not null, EcsName: not null }).ToList();
        var hasPipeline = settings is { Pipeline: not null, IsRehearsal: false };
        if (settings.Verifications.Count == 0 && services.Count == 0 && !hasPipeline)
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"{settings.PlaceOf("verify")}: environment '{settings.Environment}' has nothing to verify. Write where its application answers: verify: {{ url: \"https://…/\", status: 200 }}.");
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var (verified, pipeline) = services.Count == 0 && !hasPipeline ? ([], null) : await access.AskAsync(settings, placeholders, aws => CheckAsync(settings, services, aws, cancellation), cancellation);
        Report(settings, verified, pipeline, await verification.AskAsync(settings.Verifications, placeholders, cancellation));
    }

    private async Task<(IReadOnlyList<VerifiedService> Services, PipelineState? Pipeline)> CheckAsync(Settings settings, IEnumerable<ServiceSettings> services, AwsClients aws, CancellationToken cancellation) => (
        await Task.WhenAll(services.Select(service => new ServiceVerification(aws, time).CheckAsync(settings.Of(service), cancellation))),
        await PipelineState.ReadAsync(aws, settings, cancellation));

    private void Report(Settings settings, IReadOnlyList<VerifiedService> services, PipelineState? pipeline, IReadOnlyList<UrlAnswer> answers)
    {
        var failed = answers.Where(answer => !answer.IsGood).ToList();
        var isGood = failed.Count == 0 && services.All(service => service.IsGood) && pipeline?.Failing is null;
        if (results.IsJson)
            results.Write(new(settings.Application, settings.Environment, isGood, [.. answers.Select(VerifyRecord.Answer.Of)], [.. services.Select(VerifyRecord.OfService.Of)], pipeline is null ? null : new(pipeline.Name, pipeline.Failing is null, pipeline.Failing)), VerifyJson.Default.VerifyRecord);
        foreach (var service in services)
        {
            foreach (var check in service.Checks.Where(check => check.Problem is null)) log.Information("Service '{0}', {1}: {2}.", service.Address.Service, check.Name, check.Detail);
            foreach (var remark in service.Remarks) log.Warning("Service '{0}': {1}", service.Address.Service, remark);
        }

        if (pipeline is { Failing: null }) log.Information("Pipeline '{0}': {1}.", pipeline.Name, pipeline.Summary);
        foreach (var answer in answers.Where(answer => answer.IsGood)) log.Information("{0} answers with {1}.", answer.Url, answer.Settings.Status);
        if (answers.Count == 0) log.Information("No URL was asked: environment '{0}' has no 'verify'.", settings.Environment);
        if (isGood) return;
        var advice = $"See what runs ({Options.Target}=Status) and what it writes ({Options.Target}=Logs)";
        throw new RunFailedException(
            ExitCodes.NotRolledBack,
            string.Join('\n', services.SelectMany(service => service.Problems).Concat(pipeline?.Failing is { } failing ? [$"{failing}."] : []).Select(problem => $"{problem} {advice}.").Concat(failed.Select(answer => $"{answer.Settings.Place}: {answer.Url} {answer.Failing}. {advice}, or correct 'verify'."))));
    }
}
