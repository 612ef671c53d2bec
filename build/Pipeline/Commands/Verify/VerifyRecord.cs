using System.Text.Json.Serialization;
using Slipway.Pipeline.Deployment.Rollouts;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>What came of verifying an environment, in JSON.</summary>
/// <param name="Verified">All services run their release, and all URLs answered as configured.</param>
internal sealed record VerifyRecord(string Application, string Environment, bool Verified, IReadOnlyList<VerifyRecord.Answer> Urls, IReadOnlyList<VerifyRecord.OfService> Services, VerifyRecord.OfPipeline? Pipeline)
{
    /// <summary>One URL.</summary>
    /// <param name="Status">The HTTP status that it must answer with.</param>
    /// <param name="Verified">It did.</param>
    /// <param name="Problem">What it did instead, the last time; null when it is verified.</param>
    /// <param name="Tries">How often it was asked.</param>
    /// <param name="Seconds">How long it took.</param>
    public sealed record Answer(string Url, int Status, bool Verified, string? Problem, int Tries, double Seconds)
    {
        public static Answer Of(UrlAnswer answer) =>
            new(answer.Url, answer.Settings.Status, answer.IsGood, answer.Problem, answer.Tries, Math.Round(answer.Elapsed.TotalSeconds, 3));
    }

    /// <summary>One service of ECS.</summary>
    /// <param name="Remarks">What could not be told, or differs without being wrong.</param>
    public sealed record OfService(string Cluster, string Service, bool Verified, IReadOnlyList<Check> Checks, IReadOnlyList<string> Remarks)
    {
        public static OfService Of(VerifiedService service) =>
            new(service.Address.Cluster, service.Address.Service, service.IsGood, [.. service.Checks.Select(check => new Check(check.Name, check.Problem is null, check.Detail, check.Problem))], service.Remarks);
    }

    /// <summary>The pipeline that deploys to the environment.</summary>
    /// <param name="Problem">Null when it is verified.</param>
    public sealed record OfPipeline(string Name, bool Verified, string? Problem);

    /// <param name="Problem">Null when it is verified.</param>
    public sealed record Check(string Name, bool Verified, string Detail, string? Problem);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerifyRecord))]
internal sealed partial class VerifyJson : JsonSerializerContext;
