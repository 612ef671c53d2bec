using Slipway.Aws;
using Slipway.Aws.Scaling;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Scaling;

/// <summary>
/// Suspends the scaling of a service while it is deployed, and gives it back what it had. Application Auto Scaling itself stops to remove tasks then, and continues to add them:
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-auto-scaling.html. What was suspended before is noted on the service, in a tag, before anything is
/// changed: a run that is killed leaves it for the next one.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class ScalingPause(AwsClients aws, string cluster, string service, IProgress<string> progress)
{
    private static readonly (string Word, Func<SuspendedScaling, bool> Is)[] Words = [("in", state => state.In), ("out", state => state.Out), ("scheduled", state => state.Scheduled)];

    /// <summary>What the service had, and the service's ARN; null while nothing is to be given back.</summary>
    private (SuspendedScaling Had, string Arn)? _noted;

    /// <summary>Suspends all of it, where something scales the service.</summary>
    /// <exception cref="AwsException">AWS refused a call; what was changed can be restored.</exception>
    public async Task SuspendAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not var (arn, noted)) return;
        if (await aws.Scaling.FindAsync(cluster, service, cancellation) is not { } now)
        {
            progress.Report($"Nothing scales service '{service}' (Application Auto Scaling has no target {ScalingClient.ResourceOf(cluster, service)})");
            return;
        }

        if (noted is null && now == SuspendedScaling.All) return;
        _noted = (noted ?? now, arn);
        // What an earlier run has noted was before it.
        if (noted is null) await aws.Ecs.TagAsync(arn, new Dictionary<string, string> { [OwnTags.Scaling] = TextOf(now) }, cancellation);
        if (now != SuspendedScaling.All) await aws.Scaling.SetAsync(cluster, service, SuspendedScaling.All, cancellation);
        progress.Report($"The scaling of service '{service}' is suspended until the deployment has ended");
    }

    /// <summary>Gives the service the scaling that it had before this run, or before one that was killed. That it could not is told, with how a person does it.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        try
        {
            _noted ??= await FindAsync(cancellation) is (var arn, { } left) ? (left, arn) : null;
            if (_noted is not var (had, of)) return;
            await aws.Scaling.SetAsync(cluster, service, had, cancellation);
            await aws.Ecs.UntagAsync(of, [OwnTags.Scaling], cancellation);
            progress.Report($"The scaling of service '{service}' is as before{(had == new SuspendedScaling(false, false, false) ? "" : $": of it stays suspended what was, {TextOf(had)}")}");
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            progress.Report(
                $"The scaling of service '{service}' may still be suspended: {failure.Message} The next deployment restores it, or this does: aws application-autoscaling register-scalable-target --service-namespace ecs "
                + $"--scalable-dimension {ScalingClient.Dimension} --resource-id {ScalingClient.ResourceOf(cluster, service)} --suspended-state {Option(_noted?.Had ?? new(false, false, false))}");
        }
    }

    /// <returns>The service's ARN, and what an earlier run has noted on it; null where there is no service.</returns>
    private async Task<(string Arn, SuspendedScaling? Noted)?> FindAsync(CancellationToken cancellation)
    {
        var found = (await aws.Ecs.DescribeServicesAsync(cluster, [service], cancellation)).Found.FirstOrDefault(node => node.Text("status") == "ACTIVE");
        if (found?.Text("serviceArn") is not { } arn) return null;
        return (arn, found.Objects("tags").FirstOrDefault(tag => tag.Text("key") == OwnTags.Scaling)?.Text("value") is { } text ? Parse(text) : null);
    }

    /// <summary>The words of what is suspended.</summary>
    private static string TextOf(SuspendedScaling state) => Words.Any(word => word.Is(state)) ? string.Join(' ', Words.Where(word => word.Is(state)).Select(word => word.Word)) : "none";

    private static SuspendedScaling Parse(string text)
    {
        var words = text.Split(' ');
        return new(words.Contains("in"), words.Contains("out"), words.Contains("scheduled"));
    }

    private static string Option(SuspendedScaling state) => $"DynamicScalingInSuspended={Word(state.In)},DynamicScalingOutSuspended={Word(state.Out)},ScheduledScalingSuspended={Word(state.Scheduled)}";

    private static string Word(bool value) => value ? "true" : "false";
}
