namespace Slipway.Aws.Ecr;

/// <summary>What is known of an image's scan, basic or enhanced.</summary>
/// <param name="Status">ECR's word, such as <c>COMPLETE</c>; null when the image was never scanned.</param>
/// <param name="Description">ECR's sentence on the status; empty when it has none.</param>
/// <param name="Counts">Findings by severity, as ECR counts them.</param>
/// <param name="Findings">All pages of them, without those that are suppressed or closed.</param>
public sealed record ImageScan(string? Status, string Description, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<ScanFinding> Findings)
{
    public static ImageScan None { get; } = new(null, "", new Dictionary<string, int>(StringComparer.Ordinal), []);
}
