using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecs;

/// <summary>
/// Amazon ECS, in documents: what is sent is sent as it is, and answers keep every member.
/// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/
/// </summary>
public sealed partial class EcsClient
{
    private const int ServicesAtOnce = 10;
    private const int ClustersAtOnce = 100;
    private const int TasksAtOnce = 100;

    private readonly AwsJsonClient _json;

    internal EcsClient(AwsJsonClient json) => _json = json;

    /// <summary>Creates the cluster, or gives the one that has this name. The answer is the cluster's document.</summary>
    public Task<JsonObject> CreateClusterAsync(string name, CancellationToken cancellationToken) =>
        _json.InvokeAsync(
            "CreateCluster", new JsonObject { ["clusterName"] = name }, static answer => answer.RequiredObject("cluster"), cancellationToken);

    /// <summary>Gives a cluster a namespace for the services that name none, and creates the namespace when there is none of that name.</summary>
    public async Task SetNamespaceAsync(string cluster, string name, CancellationToken cancellationToken) =>
        await _json.InvokeAsync("UpdateCluster", new JsonObject { ["cluster"] = cluster, ["serviceConnectDefaults"] = new JsonObject { ["namespace"] = name } }, cancellationToken);

    /// <summary>A cluster that does not exist is a failure with reason <c>MISSING</c>, not an error.</summary>
    public Task<EcsLookup> DescribeClustersAsync(IReadOnlyCollection<string> clusters, CancellationToken cancellationToken) =>
        DescribeAsync("DescribeClusters", WithTags(), "clusters", "clusters", clusters, ClustersAtOnce, cancellationToken);

    /// <summary>A registered revision, with its tags.</summary>
    /// <param name="taskDefinition">An ARN, <c>family:revision</c>, or a family for its latest active revision.</param>
    /// <exception cref="AwsException">with code <c>ClientException</c> when there is none</exception>
    public Task<TaskDefinitionRevision> DescribeTaskDefinitionAsync(string taskDefinition, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["taskDefinition"] = taskDefinition, ["include"] = new JsonArray("TAGS") };
        return _json.InvokeAsync("DescribeTaskDefinition", request, TaskDefinitionRevision.FromJson, cancellationToken);
    }

    /// <summary>The ARNs of a family's active revisions, fetched page by page as they are asked for.</summary>
    public IAsyncEnumerable<string> ListTaskDefinitionsAsync(string family, bool newestFirst, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["familyPrefix"] = family, ["status"] = "ACTIVE", ["sort"] = newestFirst ? "DESC" : "ASC" };
        return Pages.ReadAsync(_json, "ListTaskDefinitions", request, "taskDefinitionArns", static arn => arn.GetValue<string>(), cancellationToken);
    }

    /// <summary>Makes a revision INACTIVE: nothing new can be started from it, and what runs from it continues.</summary>
    public async Task DeregisterTaskDefinitionAsync(string taskDefinition, CancellationToken cancellationToken) =>
        await _json.InvokeAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = taskDefinition }, cancellationToken);

    /// <summary>Deletes a service.</summary>
    /// <param name="force">Deletes it also while it has tasks.</param>
    public async Task DeleteServiceAsync(string cluster, string service, bool force, CancellationToken cancellationToken)
    {
        try
        {
            await _json.InvokeAsync("DeleteService", new JsonObject { ["cluster"] = cluster, ["service"] = service, ["force"] = force }, cancellationToken);
        }
        catch (AwsException deleted) when (deleted is { Code: "ServiceNotActiveException" or "ServiceNotFoundException", Attempts: > 1 })
        {
            // By the try whose answer was lost.
        }
    }

    /// <summary>A service that does not exist is a failure with reason <c>MISSING</c>; a cluster that does not is an error.</summary>
    /// <exception cref="AwsException">with code <c>ClusterNotFoundException</c>, among others</exception>
    public Task<EcsLookup> DescribeServicesAsync(string cluster, IReadOnlyCollection<string> services, CancellationToken cancellationToken) =>
        DescribeAsync(
            "DescribeServices", WithTags(cluster), "services", "services", services, ServicesAtOnce, cancellationToken);

    /// <summary>The ARNs of the cluster's services.</summary>
    public async Task<IReadOnlyList<string>> ListServicesAsync(string cluster, CancellationToken cancellationToken) =>
        await Pages.ReadAsync(_json, "ListServices", new JsonObject { ["cluster"] = cluster }, "serviceArns", static arn => arn.GetValue<string>(), cancellationToken)
            .ToListAsync(cancellationToken);

    /// <summary>The ARNs of the cluster's tasks.</summary>
    public async Task<IReadOnlyList<string>> ListTasksAsync(string cluster, TaskFilter filter, CancellationToken cancellationToken) =>
        await Pages.ReadAsync(_json, "ListTasks", filter.ToJson(cluster), "taskArns", static arn => arn.GetValue<string>(), cancellationToken)
            .ToListAsync(cancellationToken);

    /// <summary>A task that is not there (any more) is a failure with reason <c>MISSING</c>, not an error.</summary>
    /// <param name="tasks">Ids or ARNs, as many as there are.</param>
    public Task<EcsLookup> DescribeTasksAsync(string cluster, IReadOnlyCollection<string> tasks, CancellationToken cancellationToken) =>
        DescribeAsync("DescribeTasks", WithTags(cluster), "tasks", "tasks", tasks, TasksAtOnce, cancellationToken);

    private static JsonObject WithTags(string? cluster = null)
    {
        var request = new JsonObject { ["include"] = new JsonArray("TAGS") };
        if (cluster is not null) request["cluster"] = cluster;
        return request;
    }

    /// <summary>Asks a task to stop, and gives its document. One that has stopped stays as it is.</summary>
    /// <param name="task">Id or ARN.</param>
    /// <param name="reason">Becomes the task's <c>stoppedReason</c>; 1024 characters at most.</param>
    public Task<JsonObject> StopTaskAsync(string cluster, string task, string reason, CancellationToken cancellationToken) =>
        _json.InvokeAsync(
            "StopTask", new JsonObject { ["cluster"] = cluster, ["task"] = task, ["reason"] = reason }, static answer => answer.RequiredObject("task"), cancellationToken);

    private async Task<EcsLookup> DescribeAsync(
        string operation, JsonObject common, string asked, string answered, IReadOnlyCollection<string> names, int atOnce,
        CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        var failures = new List<EcsFailure>();
        foreach (var batch in names.Chunk(atOnce))
        {
            var request = (JsonObject)common.DeepClone();
            request[asked] = batch.ToJson();
            var answer = await _json.InvokeAsync(operation, request, cancellationToken);
            found.AddRange(answer.Objects(answered));
            failures.AddRange(ReadFailures(answer));
        }

        return new EcsLookup(found, failures);
    }

    private static IReadOnlyList<EcsFailure> ReadFailures(JsonObject answer) =>
        [.. answer.Objects("failures").Select(static f => new EcsFailure(f.OptionalText("arn") ?? "", f.OptionalText("reason") ?? "", f.OptionalText("detail")))];
}
