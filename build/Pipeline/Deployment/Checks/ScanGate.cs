using Slipway.Aws;
using Slipway.Aws.Ecr;
using Slipway.Ecs.Polling;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>Lets only images through in which ECR's scan, basic or enhanced, has found nothing that bad.</summary>
public sealed class ScanGate(EcrClient ecr, ILog log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Asks for all images at the same time; a scan that has not ended is waited for.</summary>
    /// <exception cref="RunFailedException">With all images that may not be deployed, and why; exit code 3.</exception>
    public async Task CheckAsync(ScanSettings settings, IReadOnlyList<DeployedImage> images, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var problems = await Task.WhenAll(images.DistinctBy(image => (image.Repository, image.Digest)).Select(image => CheckAsync(settings, image, cancellation)));
        var wrong = problems.OfType<string>().ToList();
        if (wrong.Count > 0) throw new RunFailedException(ExitCodes.Prerequisite, string.Join('\n', wrong));
    }

    private async Task<string?> CheckAsync(ScanSettings settings, DeployedImage image, CancellationToken cancellation)
    {
        var scan = await WaitAsync(settings, image, cancellation);
        if (ScanJudgement.Problem(scan, settings, image) is { } problem) return $"{settings.Place}: container '{image.Container}': {problem}";
        if (ScanJudgement.Unrated(scan) is > 0 and var unrated)
            log.Warning("Container '{0}': the scan of {1} has found {2} that nobody has rated yet; they do not count.", image.Container, image.Image, unrated);
        log.Information("Container '{0}': the scan of {1} has found nothing of severity {2} or above.", image.Container, image.Image, settings.Fail.ToString().ToUpperInvariant());
        return null;
    }

    private async Task<ImageScan> WaitAsync(ScanSettings settings, DeployedImage image, CancellationToken cancellation)
    {
        var (begin, told, endurance, starts) = (time.GetTimestamp(), "", new OutageTolerance(time, settings.Wait), settings.Start);
        while (true)
        {
            try
            {
                var scan = await ecr.DescribeImageScanFindingsAsync(image.Repository, ImageId.ByDigest(image.Digest), cancellation);
                if (!ScanJudgement.IsOpen(scan.Status) || time.GetElapsedTime(begin) >= settings.Wait) return scan;
                if (scan.Status is null && starts) await StartAsync(image, cancellation);
                starts = false;
                var state = scan.Status ?? "not started";
                if (state != told) log.Information("Container '{0}': waiting for the scan of {1}: {2}.", image.Container, image.Image, told = state);
                endurance.Recover();
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                log.Warning("Asking again: {0}", failure.Message);
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }

    /// <summary>A scan that cannot be started may still begin by itself, and decides nothing.</summary>
    private async Task StartAsync(DeployedImage image, CancellationToken cancellation)
    {
        try
        {
            await ecr.StartImageScanAsync(image.Repository, ImageId.ByDigest(image.Digest), cancellation);
            log.Information("Container '{0}': started the scan of {1}.", image.Container, image.Image);
        }
        catch (AwsException refused)
        {
            log.Warning("Container '{0}': the scan of {1} could not be started: {2}", image.Container, image.Image, refused.Message);
        }
    }
}
