using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Another ECS service beside the application, of one container that is up in seconds, for deployments that fail. It is deployed by
/// <c>--target=Deploy --exclusive</c>, from the artifacts.
/// </summary>
/// <param name="copy">The working tree that it is deployed from.</param>
/// <param name="name">Of the service and of its task definition's family.</param>
internal sealed class SecondService(RehearsalCopy copy, string name)
{
    public static readonly string[] Deploy = ["--target=Deploy", "--env=local", "--exclusive"];

    private readonly int _port = LoopbackPort.Claim();
    private bool _isDeployed;

    public string Name => name;

    public string Page => $"http://127.0.0.1:{_port}/health";

    /// <summary>Deploys one that works, unless there is one.</summary>
    public async Task EnsureAsync()
    {
        if (_isDeployed) return;
        PrepareToDeploy(_ => { });
        var deployed = await copy.RunAsync(Deploy);
        Assert.That(deployed.ExitCode, Is.Zero, deployed.Output + deployed.Error);
        Assert.That(await TaskDefinitionAsync(), Does.EndWith($":task-definition/{name}:1"));
        await RestoreAsync();
        _isDeployed = true;
    }

    /// <summary>Puts the working tree right, but for the artifacts.</summary>
    public Task RestoreAsync() => copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

    /// <summary>Makes the working tree's next deployment one of this service.</summary>
    /// <param name="change">Changes its container definition.</param>
    public void PrepareToDeploy(Action<JsonNode> change) => PrepareToDeploy(name, change);

    /// <param name="service">Name of another service, and of the task definition's family.</param>
    /// <inheritdoc cref="PrepareToDeploy(Action{JsonNode})"/>
    public void PrepareToDeploy(string service, Action<JsonNode> change)
    {
        copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {service}\n");
        copy.Replace("slipway.yml", copy.Page, Page);
        copy.Replace("slipway.yml", copy.Scale, "");

        WriteArtifacts(copy, service, container =>
        {
            container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = _port });
            change(container);
        });
    }

    /// <summary>Writes the artifacts of a release whose task has one container only, the distance service.</summary>
    /// <param name="family">Of the task definition.</param>
    /// <param name="change">Changes the container definition.</param>
    public static void WriteArtifacts(RehearsalCopy copy, string family, Action<JsonNode> change)
    {
        DeployedCopy.WriteArtifacts(copy);
        var task = JsonNode.Parse(DeployedCopy.Artifacts["local-taskdef.json"])!;
        var container = task["containerDefinitions"]!.AsArray().Single(node => (string)node!["name"]! == "blackbox")!.DeepClone();
        change(container);
        task["family"] = family;
        task["containerDefinitions"] = new JsonArray(container);
        task.AsObject().Remove("volumes");
        copy.Write("artifacts/local-taskdef.json", task.ToJsonString());
    }

    public Task<string> TaskDefinitionAsync() => TaskDefinitionAsync(name);

    public static async Task<string> TaskDefinitionAsync(string service) => (string)(await DescribeAsync(service))["taskDefinition"]!;

    public static async Task<JsonNode> DescribeAsync(string service)
    {
        using var aws = DeployedCopy.Calls();
        return (await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(service), ["include"] = new JsonArray("TAGS") }))["services"]![0]!;
    }

    /// <summary>Deletes a service, if it was created.</summary>
    public static async Task DeleteAsync(string service)
    {
        using var aws = DeployedCopy.Calls();
        var described = await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(service) });
        if (described["services"]!.AsArray().Count == 0) return;
        await aws.EcsAsync("DeleteService", new() { ["cluster"] = "local", ["service"] = service, ["force"] = true });
    }
}
