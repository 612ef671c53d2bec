using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether what a deployment works on is there: cluster, service, target groups, log groups.</summary>
internal sealed class ServiceChecks(AwsClients aws, Settings settings, TaskDefinitionDocument taskDefinition, ServiceDefinition? definition)
{
    private const string Active = "active";
    private const string Later = "is not there yet, and a deployment leaves that so (deploy.create: later)";

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        var logs = LogGroups().Select(group => LogGroupAsync(group, cancellation));
        if (settings.Service is not { Cluster: { } cluster, EcsName: { } service }) return await Task.WhenAll(logs);
        var checks = new List<Check> { await ClusterAsync(cluster, cancellation) };
        if (checks[0] is { Result: CheckResult.Passed, Detail: Active }) checks.AddRange(await ServiceAsync(cluster, service, cancellation));
        return [.. checks, .. await Task.WhenAll(logs)];
    }

    private Task<Check> ClusterAsync(string cluster, CancellationToken cancellation)
    {
        var (subject, remedy) = ($"cluster {cluster}", InfraModule.Or($"aws ecs create-cluster --region {settings.Region} --cluster-name {cluster}", InfraModule.Cluster));
        return AwsChecks.AskAsync(subject, remedy, async () =>
        {
            var found = await aws.Ecs.DescribeClustersAsync([cluster], cancellation);
            if (found.Found.Any(node => (string?)node["status"] == "ACTIVE")) return Check.Passed(subject, Active);
            if (settings.Deploy.Create == ServiceCreation.Later) return Check.Passed(subject, Later);
            return settings.IsRehearsal ? Check.Passed(subject, "is not there yet; a run makes it") : Check.Failed(subject, "is not there, or not active", remedy);
        });
    }

    private async Task<IReadOnlyList<Check>> ServiceAsync(string cluster, string service, CancellationToken cancellation)
    {
        var subject = $"service {service}";
        JsonObject? found = null;
        var check = await AwsChecks.AskAsync(subject, "", async () =>
        {
            found = (await aws.Ecs.DescribeServicesAsync(cluster, [service], cancellation)).Found.FirstOrDefault(node => (string?)node["status"] == "ACTIVE");
            return found is null
                ? Absent(subject)
                : Check.Passed(subject, $"runs {(int?)found["runningCount"]} of {(int?)found["desiredCount"]} tasks of {(string?)found["taskDefinition"]}");
        });
        var groups = (found?["loadBalancers"] as JsonArray)?.OfType<JsonObject>().Select(balancer => (string?)balancer["targetGroupArn"]).OfType<string>() ?? [];
        if (check.Result == CheckResult.Passed && EnvironmentNetwork.Missing(settings, taskDefinition, found, definition) is { } missing)
            return [check, Check.Failed($"network of service {service}", "is not configured, and a deployment would fail", $"{missing.Place}: {missing.Message}")];
        return [check, .. await Task.WhenAll(groups.Select(group => TargetGroupAsync(group, cancellation)))];
    }

    /// <summary>Slipway creates no service whose traffic is shifted: it cannot know the target groups, the listener and the role.</summary>
    private Check Absent(string subject) => settings.Deploy.Create == ServiceCreation.Later ? Check.Passed(subject, Later)
        : settings.IsRehearsal || settings.Service.Strategy is not (DeployStrategy.BlueGreen or DeployStrategy.EcsBlueGreen)
        ? Check.Passed(subject, "is not there yet; the first deployment creates it")
        : Check.Failed(subject, "is not there, and no deployment creates one whose traffic is shifted", InfraModule.Or("Create it with its target groups", InfraModule.Service));

    private Task<Check> TargetGroupAsync(string arn, CancellationToken cancellation)
    {
        var subject = $"target group {arn[(arn.LastIndexOf(':') + 1)..]}";
        return AwsChecks.AskAsync(subject, "The service names a target group that was deleted: create the service anew, or the group.", async () =>
        {
            var answer = await aws.Query(AwsService.LoadBalancing).InvokeAsync("DescribeTargetHealth", new Dictionary<string, string> { ["TargetGroupArn"] = arn }, cancellation);
            var states = answer.Descendants("State").GroupBy(state => state.Value).Select(state => $"{state.Count()} {state.Key}").ToList();
            return Check.Passed(subject, states.Count == 0 ? "no targets" : string.Join(", ", states));
        });
    }

    private IEnumerable<string> LogGroups() => taskDefinition.Containers
        .Select(container => container.Node["logConfiguration"] as JsonObject)
        .Where(log => (string?)log?["logDriver"] == "awslogs" && (string?)log["options"]?["awslogs-create-group"] != "true")
        .Select(log => (string?)log!["options"]?["awslogs-group"]).OfType<string>().Distinct();

    private Task<Check> LogGroupAsync(string group, CancellationToken cancellation)
    {
        var (subject, remedy) = ($"log group {group}", InfraModule.Or($"aws logs create-log-group --region {settings.Region} --log-group-name {group}", InfraModule.LogGroups));
        return AwsChecks.AskAsync(subject, remedy, async () =>
        {
            var answer = await aws.Json(AwsService.Logs).InvokeAsync("DescribeLogGroups", new() { ["logGroupNamePrefix"] = group }, cancellation);
            var found = (answer["logGroups"] as JsonArray)?.Any(node => (string?)node?["logGroupName"] == group) ?? false;
            if (found) return Check.Passed(subject, "exists");
            return settings.IsRehearsal ? Check.Passed(subject, "is not there yet; LocalAws makes it") : Check.Failed(subject, "does not exist, and no task would start", remedy);
        });
    }
}
