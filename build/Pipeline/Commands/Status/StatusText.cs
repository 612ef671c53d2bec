using Slipway.Ecs.Images;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>What an environment's service runs, for people.</summary>
/// <param name="pauseAdvice">How a paused deployment is continued and rolled back.</param>
internal sealed class StatusText(TextPage page, DateTimeOffset now, string pauseAdvice)
{
    private const int ShortCommit = 12;

    public void Write(Settings settings, ServiceStatus status)
    {
        var (cluster, service) = settings.Service.RequireService();
        page.Heading($"Service {service} in cluster {cluster}, {settings.Region}: environment {settings.Environment}");
        page.Paragraph(2, $"{status.Running} of {status.Desired} tasks running, {status.Pending} pending{(status.Status == "ACTIVE" ? "" : $"; {status.Status}")}",
            status.Running < status.Desired ? ConsoleColor.Yellow : ConsoleColor.Green);
        WriteRelease(status);
        page.Heading("Deployments");
        foreach (var one in status.Deployments) WriteDeployment(one);
        if (status.Pause is { } pause) page.Paragraph(2, $"The deployment is {pause.Describe(now)}. {pauseAdvice}", ConsoleColor.Yellow);
        page.Heading("Images");
        foreach (var image in status.Images) WriteImage(image);
        if (status.Targets.Count > 0) page.Heading("Targets of the load balancer");
        foreach (var target in status.Targets) WriteTarget(target);
        if (status.Events.Count > 0) page.Heading("Last events");
        foreach (var one in status.Events) page.Paragraph(2, $"{(one.Time is { } time ? Timestamps.Text(time) : "")} {one.Message}".TrimStart());
        foreach (var remark in status.Remarks) page.Paragraph(0, remark, ConsoleColor.Yellow);
    }

    private void WriteRelease(ServiceStatus status)
    {
        page.Heading("Release");
        if (status.Release is not { } release)
        {
            page.Paragraph(2, $"{TaskId.Of(status.TaskDefinition)} has no record of a release: it was not deployed by this version of Slipway, or by something else.");
            return;
        }

        page.Paragraph(2, $"build {release.Build ?? "?"}, commit {Short(release.Commit)}, of {release.Application ?? "?"} for {release.Environment ?? "?"}, {TaskId.Of(status.TaskDefinition)}");
        page.Paragraph(2, release.Released is { } released
            ? $"released {released}{(DateTimeOffset.TryParse(released, null, out var time) ? $" ({Timestamps.Ago(time, now)})" : "")} by {release.By ?? "?"}{(release.ApprovedBy is { } approver ? $", approved by {approver}" : "")}"
            : "not released (yet): its deployment has not ended well");
    }

    private void WriteDeployment(DeploymentStatus one)
    {
        var since = one.CreatedAt is { } time ? $", since {Timestamps.Text(time)} ({Timestamps.Ago(time, now)})" : "";
        page.Paragraph(2, $"{one.Status}{(one.RolloutState is null ? "" : $" {one.RolloutState}")} {TaskId.Of(one.TaskDefinition)}: {one.Running} of {one.Desired} running, {one.Pending} pending, {one.Failed} failed{since}", Colour(one.RolloutState));
        if (one.RolloutStateReason is { Length: > 0 } reason) page.Paragraph(4, reason);
    }

    private void WriteImage(ImageStatus image)
    {
        var parsed = RegistryImage.Parse(image.Image);
        page.Paragraph(2, $"{image.Container}  {parsed.Repository}{(parsed.Tag is null ? "" : $":{parsed.Tag}")}");
        page.Paragraph(4, image.Digest ?? "digest unknown");
        if (image.Tags.Count > 0) page.Paragraph(4, $"tagged {string.Join(", ", image.Tags)}");
    }

    private void WriteTarget(TargetStatus target) => page.Paragraph(
        2,
        $"{target.Group}  {target.Target}  {target.State}{(target.Reason is null ? "" : $"  {target.Reason}")}{(target.Description is { Length: > 0 } why ? $": {why}" : "")}",
        target.State == "healthy" ? ConsoleColor.Green : ConsoleColor.Yellow);

    private static ConsoleColor? Colour(string? rolloutState) => rolloutState switch
    {
        "COMPLETED" or "STEADY_STATE" => ConsoleColor.Green,
        "FAILED" => ConsoleColor.Red,
        _ => ConsoleColor.Yellow,
    };

    /// <summary>With what follows the digits, if anything does: <c>-dirty</c>.</summary>
    private static string Short(string? commit) => commit switch
    {
        null => "?",
        { Length: 40 } => commit[..ShortCommit],
        { Length: > 40 } => commit[..ShortCommit] + commit[40..],
        _ => commit,
    };
}
