using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy.scan</c>.</summary>
internal static class ScanKeys
{
    private static readonly Key<ScanSeverity> Fail = new(
        "fail",
        new ChoiceSchema<ScanSeverity>(
            new("critical", ScanSeverity.Critical), new("high", ScanSeverity.High), new("medium", ScanSeverity.Medium), new("low", ScanSeverity.Low)),
        "A finding of this severity, or of one above it, stops the deployment.")
    {
        IsRequired = true,
        Example = "critical",
    };

    private static readonly Key<Duration> Wait = new("wait", new DurationSchema(), "How long a scan may take to start and to finish.") { Default = "5m" };

    private static readonly Key<bool> Start = new(
        "start", new BooleanSchema(), "`true`: a basic scan is started of an image that was never scanned, for a repository without scan on push. The role needs `ecr:StartImageScan`.")
    {
        Default = false,
    };

    public static readonly ObjectSchema<ScanSettings> Shape = new([Fail, Wait, Start], read => new(read.Of(Fail), read.Of(Wait).Time, read.Of(Start), read.Place));
}
