using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy</c>.</summary>
internal static class DeployKeys
{
    public static readonly Key<string> Cluster = new("cluster", new TextSchema(TextRules.EcsName), "The ECS cluster that the service is in.")
    {
        DefaultInWords = "none; required unless the strategy is `artifacts-only`",
        Example = "staging",
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "When the deployment must be done.") { Default = "15m" };

    private static readonly Key<ScanSettings> Scan = new(
        "scan", ScanKeys.Shape, "Stops a deployment of images in which ECR's scan, basic or enhanced, has found something; also of images whose scan cannot be had.")
    {
        DefaultInWords = "findings of scans are not asked for",
    };

    private static readonly Key<Template> Lock = new(
        "lock",
        new TemplateSchema(TemplateKind.Text, TextRules.LockObject),
        "The S3 object that keeps a second deployment from running at the same time, `s3://bucket/key`. It needs the permissions `s3:GetObject` and `s3:PutObject`, also for the keys that begin with it.")
    {
        DefaultInWords = "`slipway/APPLICATION/{env}.lock` in the bucket of the first secret that is in S3; without one, nothing keeps two deployments apart",
        Example = "s3://shop-deployments/{env}.lock",
    };

    private static readonly Key<OnFailure> OnFailure = new(
        "onFailure",
        new ChoiceSchema<OnFailure>(new("rollback", Configuration.OnFailure.Rollback), new("keep", Configuration.OnFailure.Keep)),
        "What becomes of the other `services` when the deployment of one fails. `rollback`: those that were moved go back to what they ran. `keep`: they stay with the release.")
    {
        DefaultInWords = "`rollback`",
        Example = "keep",
    };

    private static readonly Key<ServiceCreation> Create = new(
        "create",
        new ChoiceSchema<ServiceCreation>(new("now", ServiceCreation.Now), new("later", ServiceCreation.Later)),
        "What a deployment does where the service does not exist. `now`: strategy `rolling` creates it, and the others refuse. `later`: the images are tagged, the artifacts are written, and the run ends with 0, until somebody has created it.")
    {
        DefaultInWords = "`now`",
        Example = "later",
    };

    private static readonly Key<IReadOnlyList<ServiceEntry>> Services = new(
        "services",
        new NamedSchema<ServiceEntry>("service", TextRules.ServiceName, ServiceEntryKeys.Shape) { AtLeastOne = true, LeftOut = (name, place) => new(name, place, null) },
        "The ECS services that take the release, where there are several: each by a name of your choice, which `--service` takes. A service that an environment does not have is `null` there.")
    {
        DefaultInWords = "one service, which `deploy` itself describes",
    };

    private static readonly Key<IReadOnlyList<ScheduleEntry>> Schedules = new(
        "schedules",
        new NamedSchema<ScheduleEntry>("schedule", TextRules.ServiceName, ScheduleKeys.Shape) { LeftOut = (name, place) => new(name, place, null, null) },
        "The schedules of EventBridge Scheduler that run tasks of the release: each by a name of your choice. They are created, or brought to the release's revision with all else as it is, when the services have moved. A schedule that an environment does not have is `null` there.")
    {
        DefaultInWords = "none",
    };

    public static readonly ObjectSchema<DeploySettings> Shape = new(
        [
            ServiceKeys.Strategy, Cluster, ServiceKeys.Service, ServiceKeys.TaskDefinition, ServiceKeys.ServiceDefinition, ServiceKeys.Appspec, ServiceKeys.DesiredCount, Timeout, ServiceKeys.CodeDeploy, ServiceKeys.LaunchType,
            ServiceKeys.LoadBalancer, ServiceKeys.Network, ServiceKeys.SuspendScaling, Scan, Lock, Create, OnFailure, Services, Schedules,
        ],
        Build);

    private static DeploySettings Build(Values read)
    {
        var (services, named, schedules) = (ServicesOf(read), read.OrNull(Services) ?? [], read.OrNull(Schedules) ?? []);
        ScheduleKeys.Check(read, schedules, services, [.. named.Select(entry => entry.Name)]);
        return new(read.OrNull(Cluster), read.Of(Timeout).Time, services, read.Place)
        {
            Scan = read.OrNull(Scan),
            Lock = read.OrNull(Lock),
            OnFailure = read.IfGiven(OnFailure) ?? default,
            Create = read.IfGiven(Create) ?? default,
            Absent = [.. named.Where(entry => entry.Keys is null).Select(entry => entry.Name)],
            Schedules = [.. schedules.Select(entry => entry.Settings).OfType<ScheduleSettings>()],
        };
    }

    private static List<ServiceSettings> ServicesOf(Values read)
    {
        var cluster = read.OrNull(Cluster);
        if (!read.IsWritten(Services))
        {
            if (read.IsWritten(OnFailure)) read.Note(read.PlaceOf(OnFailure), ErrorCode.Conflict, "'deploy.onFailure' is about the others of several 'services', and there is one: remove it (--no-rollback leaves a deployment that failed as it is)");
            return [ServiceKeys.Build(read, cluster)];
        }

        foreach (var key in ServiceKeys.OfOne.Where(read.IsWritten))
            read.Note(read.PlaceOf(key), ErrorCode.Conflict, $"'{read.PathOf(key)}' is about one service, and 'deploy.services' about several: move it to the service that it belongs to, or remove 'deploy.services'");

        var entries = read.OrNull(Services) ?? [];
        var there = entries.Where(entry => entry.Keys is not null).ToList();
        if (entries.Count > 0 && there.Count == 0 && read.Context.IsComplete)
            read.Note(read.PlaceOf(Services), ErrorCode.MissingValue, $"'deploy.services' leaves out all services (environment '{read.Context.Environment}'); it must have at least one");
        var services = there.ConvertAll(entry => ServiceEntryKeys.Build(read, entry.Keys!, cluster));
        if (services.Exists(service => service.Strategy != DeployStrategy.ArtifactsOnly)) ServiceKeys.Require(read, Cluster);
        ServiceConflicts.Note(read, services, [.. entries.Select(entry => entry.Name)]);
        return services;
    }
}
