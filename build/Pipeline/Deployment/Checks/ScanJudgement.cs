using Slipway.Aws.Ecr;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>Judges what is known of a scan. Whatever is not surely good is not good.</summary>
internal static class ScanJudgement
{
    private const int MostNames = 5;

    /// <summary>Below everything that can be configured.</summary>
    private const int Harmless = -1;

    /// <summary>States that another look may change; null is an image that is not scanned yet.</summary>
    public static bool IsOpen(string? status) => status is null or "PENDING" or "IN_PROGRESS";

    /// <summary>What is wrong, and what to do about it; null when the image may be deployed.</summary>
    public static string? Problem(ImageScan scan, ScanSettings settings, DeployedImage image) => scan.Status switch
    {
        "COMPLETE" or "ACTIVE" => Found(scan, settings.Fail) is { Length: > 0 } found
            ? $"the scan of {image.Image} has found {found}. Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'."
            : null,
        null => $"{image.Image} was not scanned. Let ECR scan it: aws ecr start-image-scan --repository-name {image.Repository} --image-id imageDigest={image.Digest}, or for every push: "
            + $"aws ecr put-image-scanning-configuration --repository-name {image.Repository} --image-scanning-configuration scanOnPush=true.",
        "PENDING" or "IN_PROGRESS" => $"the scan of {image.Image} is {scan.Status} after {settings.Wait.TotalSeconds:0} s. Deploy again when it has ended, or raise 'deploy.scan.wait'.",
        "FAILED" => $"the scan of {image.Image} failed{Because(scan)}. Scan it again: aws ecr start-image-scan --repository-name {image.Repository} --image-id imageDigest={image.Digest}.",
        "UNSUPPORTED_IMAGE" => $"ECR cannot scan {image.Image}{Because(scan)}. Build it on a system that it knows, or take 'deploy.scan' out.",
        "SCAN_ELIGIBILITY_EXPIRED" => $"{image.Image} is too old for ECR to be scanned still{Because(scan)}. Push it again, or lengthen the scan duration in the registry's settings.",
        "FINDINGS_UNAVAILABLE" => $"ECR has no findings of {image.Image} any more{Because(scan)}. Scan or push it again.",
        var unknown => $"the scan of {image.Image} is {unknown}, which says nothing of what is in it{Because(scan)}. Scan or push it again.",
    };

    /// <summary>Findings that nobody has rated yet; they do not count.</summary>
    public static int Unrated(ImageScan scan) => Count(scan, "UNDEFINED") + Count(scan, "UNTRIAGED");

    private static string Found(ImageScan scan, ScanSeverity fail)
    {
        var counted = scan.Counts.Keys.Concat(scan.Findings.Select(finding => finding.Severity)).Distinct(StringComparer.Ordinal)
            .Select(severity => (Severity: severity, Rank: Rank(severity), Count: Count(scan, severity)))
            .Where(one => one.Count > 0 && one.Rank >= (int)fail).OrderByDescending(one => one.Rank).ToList();
        var names = scan.Findings.Where(finding => Rank(finding.Severity) >= (int)fail).Select(finding => finding.Name).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        return string.Join(", ", counted.Select(one => $"{one.Count} {one.Severity}")) + (names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(MostNames))}{more})");
    }

    /// <summary>As ECR counts, or as they are listed, where one says more than the other.</summary>
    private static int Count(ImageScan scan, string severity) =>
        Math.Max(scan.Counts.GetValueOrDefault(severity), scan.Findings.Count(finding => finding.Severity == severity));

    /// <summary>A severity that nobody knows counts as the worst.</summary>
    private static int Rank(string severity) => severity switch
    {
        "INFORMATIONAL" or "UNDEFINED" or "UNTRIAGED" => Harmless,
        "LOW" => (int)ScanSeverity.Low,
        "MEDIUM" => (int)ScanSeverity.Medium,
        "HIGH" => (int)ScanSeverity.High,
        _ => (int)ScanSeverity.Critical,
    };

    private static string Because(ImageScan scan) => scan.Description.Length == 0 ? "" : $": {scan.Description.TrimEnd('.')}";
}
