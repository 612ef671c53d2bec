using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecr;

/// <summary>Reads the answers of DescribeImageScanFindings, page by page.</summary>
internal static class ScanReading
{
    /// <summary>Amazon Inspector's words for findings that someone has decided about, or that are fixed.</summary>
    private static readonly string[] Settled = ["SUPPRESSED", "CLOSED"];

    /// <summary>The scan with what one more page says.</summary>
    public static ImageScan With(this ImageScan scan, JsonObject answer)
    {
        var status = answer["imageScanStatus"];
        var findings = answer["imageScanFindings"];
        return new(
            status?.OptionalText("status") ?? scan.Status ?? "",
            status?.OptionalText("description") ?? scan.Description,
            findings?["findingSeverityCounts"] is JsonObject counts ? Counts(counts) : scan.Counts,
            [.. scan.Findings, .. findings is null ? [] : Basic(findings).Concat(Enhanced(findings))]);
    }

    private static Dictionary<string, int> Counts(JsonObject counts) =>
        counts.Where(count => count.Value is JsonValue).ToDictionary(count => count.Key, count => (int)count.Value!, StringComparer.Ordinal);

    private static IEnumerable<ScanFinding> Basic(JsonNode findings) =>
        findings.Objects("findings").Select(finding => new ScanFinding(finding.OptionalText("name") ?? "", finding.OptionalText("severity") ?? ""));

    private static IEnumerable<ScanFinding> Enhanced(JsonNode findings) => findings.Objects("enhancedFindings")
        .Where(finding => !Settled.Contains(finding.OptionalText("status")))
        .Select(finding => new ScanFinding(
            finding["packageVulnerabilityDetails"]?.OptionalText("vulnerabilityId") ?? finding.OptionalText("title") ?? "", finding.OptionalText("severity") ?? ""));
}
