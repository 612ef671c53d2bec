
using Slipway.Pipeline.Deployment.Rollouts;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>What came of verifying an environment, in JSON.</summary>
/// <param name="Verified">All URLs answered as configured.</param>
internal sealed record VerifyRecord(string Application, string Environment, bool Verified, IReadOnlyList<VerifyRecord.Answer> Urls)
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
}
