using System.Globalization;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Tests.CodeDeploy.Testing;

/// <summary>ECS and Elastic Load Balancing as CodeDeploy sees them: one service behind a listener, with a target group for its replacement.</summary>
internal sealed class ScriptedService : IServiceTaskSets, ITraffic
{
    public const string Production = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/web/1/80";
    public const string Test = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/web/1/8080";

    private readonly List<TaskSetFacts> _taskSets = [new("ecs-svc/0", "PRIMARY", TargetGroup("blue"), 2, 0, 2, IsSteady: true)];
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _weights = new() { [Production] = new Dictionary<string, int> { [TargetGroup("blue")] = 1 } };

    /// <summary>What was done to them, oldest first.</summary>
    public List<string> Calls { get; } = [];

    public string Controller { get; set; } = "CODE_DEPLOY";

    /// <summary>Whether replacement task sets come up.</summary>
    public bool Starts { get; set; } = true;

    /// <summary>What ECS answers to CreateTaskSet instead of creating one.</summary>
    public AwsErrorException? Refusal { get; set; }

    /// <summary>The task sets that are there, and the weights of the production listener.</summary>
    public string State => string.Join(", ", _taskSets.Select(taskSet => $"{taskSet.Id} {taskSet.Status}")) + " | " + Show(_weights[Production]);

    public static string TargetGroup(string name) => $"arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/{name}/7";

    public Task<ServiceFacts?> FindAsync(string cluster, string service, CancellationToken cancellationToken) => Task.FromResult(
        (cluster, service) == ("local", "web")
            ? new ServiceFacts("arn:aws:ecs:eu-west-2:123456789012:service/local/web", Controller, IsActive: true, [.. _taskSets])
            : null);

    public Task<string> CreateAsync(string cluster, string service, string deploymentId, Appspec appspec, string targetGroupArn, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
            throw Refusal;
        Calls.Add($"create {appspec.TaskDefinition} {appspec.ContainerName}:{appspec.ContainerPort} at {Name(targetGroupArn)}");
        var id = $"ecs-svc/{deploymentId}";
        if (!_taskSets.Exists(taskSet => taskSet.Id == id))
            _taskSets.Add(new(id, "ACTIVE", targetGroupArn, 2, Starts ? 0 : 2, Starts ? 2 : 0, Starts));
        return Task.FromResult(id);
    }

    public Task MakePrimaryAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken)
    {
        Calls.Add($"primary {taskSetId}");
        for (var index = 0; index < _taskSets.Count; index++)
            _taskSets[index] = _taskSets[index] with { Status = _taskSets[index].Id == taskSetId ? "PRIMARY" : "ACTIVE" };
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken)
    {
        Calls.Add($"delete {taskSetId}");
        _taskSets.RemoveAll(taskSet => taskSet.Id == taskSetId);
        return Task.CompletedTask;
    }

    public Task<string?> TargetGroupAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(name is "blue" or "green" ? TargetGroup(name) : null);

    public IReadOnlyDictionary<string, int>? WeightsOf(string listenerArn) => _weights.GetValueOrDefault(listenerArn);

    public Task ShiftAsync(string listenerArn, IReadOnlyDictionary<string, int> weights, CancellationToken cancellationToken)
    {
        Calls.Add($"{(listenerArn == Test ? "test" : "shift")} {Show(weights)}");
        _weights[listenerArn] = weights;
        return Task.CompletedTask;
    }

    private static string Show(IReadOnlyDictionary<string, int> weights) =>
        string.Join(' ', weights.OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight => string.Create(CultureInfo.InvariantCulture, $"{Name(weight.Key)} {weight.Value}")));

    private static string Name(string targetGroupArn) => targetGroupArn.Split('/')[1];
}
