
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>What came of asking a URL until it answered, or until its time was over.</summary>
/// <param name="Problem">What it did instead, the last time; null when it answered as it should.</param>
/// <param name="Tries">How often it was asked.</param>
public sealed record UrlAnswer(VerifySettings Settings, string Url, string? Problem, int Tries, TimeSpan Elapsed)
{
    public bool IsGood => Problem is null;

    /// <summary>The end of a sentence that begins with the URL.</summary>
    internal string Failing => $"did not answer with {Settings.Status} within {Settings.Timeout.TotalSeconds:0} s: {Problem}";
}
