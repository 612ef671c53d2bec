using Slipway.Aws;
using Slipway.Ecs.Schedules;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Schedules;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether the schedules of the environment are there, or can be created.</summary>
internal sealed class ScheduleChecks(AwsClients aws, Settings settings, PlaceholderValues placeholders)
{
    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        var groups = settings.Schedules.Select(schedule => schedule.Group).Distinct().Select(group => GroupAsync(group, cancellation));
        var schedules = settings.Schedules.Select(schedule => ScheduleAsync(schedule, cancellation));
        return await Task.WhenAll(groups.Concat(schedules));
    }

    private Task<Check> GroupAsync(string group, CancellationToken cancellation)
    {
        var (subject, remedy) = ($"schedule group {group}", $"aws scheduler create-schedule-group --region {settings.Region} --name {group}");
        return AwsChecks.AskAsync(subject, remedy, async () =>
            await aws.Schedules.HasGroupAsync(group, cancellation) ? Check.Passed(subject, "exists")
            : settings.IsRehearsal ? Check.Passed(subject, "is not there yet; a run makes it")
            : Check.Failed(subject, "is not there", remedy));
    }

    private Task<Check> ScheduleAsync(ScheduleSettings schedule, CancellationToken cancellation)
    {
        var wanted = new ScheduledTasks(settings, placeholders).Of(schedule);
        var subject = $"schedule {wanted.ScheduleName}";
        return AwsChecks.AskAsync(subject, "", async () =>
        {
            var status = await new ScheduleReader(aws).StatusAsync(wanted, cancellation);
            if (status.TaskDefinition is { } runs) return Check.Passed(subject, $"runs {runs}{(status.IsElsewhere ? $", and its service {status.ServiceTaskDefinition}" : "")}");
            var missing = schedule.Expression is null ? "expression" : schedule.Role is null && !settings.IsRehearsal ? "role" : null;
            return missing is null
                ? Check.Passed(subject, "is not there yet; the first deployment creates it")
                : Check.Failed(subject, $"is not there, and cannot be created without its '{missing}'", $"{schedule.Place}: write 'deploy.schedules.{schedule.Name}.{missing}'.");
        });
    }
}
