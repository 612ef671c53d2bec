using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// Another ECS service beside the application, of one container that is up in seconds, for deployments that fail. It is deployed by
/// <c>--target=Deploy --exclusive</c>, from the artifacts.
/// </summary>
internal static class SecondService
{
    public static readonly string[] Deploy = ["--target=Deploy", "--env=local", "--exclusive"];

    private static int _port;

    public static string Page => $"http://127.0.0.1:{_port}/health";

    /// <summary>Deploys one that works, unless there is one.</summary>
    public static async Task EnsureAsync(RehearsalCopy copy)
    {
        if (_port != 0) return;
        _port = RehearsalCopy.FreePort();
        PrepareToDeploy(copy, "second", _ => { });
        var deployed = await copy.RunAsync(Deploy);
        Assert.That(deployed.ExitCode, Is.Zero);
        Assert.That(await TaskDefinitionAsync("second"), Does.EndWith(":task-definition/second:1"));
        await copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);
    }

    /// <summary>Makes the working tree's next deployment one of this service.</summary>
    /// <param name="service">Name of the service and of the task definition's family.</param>
    /// <param name="change">Changes its container definition.</param>
    public static void PrepareToDeploy(RehearsalCopy copy, string service, Action<JsonNode> change)
    {
        copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {service}\n");
        copy.Replace("slipway.yml", copy.Page, Page);
        copy.Replace("slipway.yml", $"      desiredCount: 2\n      loadBalancer: {{ container: nginx, port: 80, listener: {copy.Port} }}\n", "");

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
        var task = JsonNode.Parse(DeployedCopy.Artifacts["local-taskdef.json"])!;
        var container = task["containerDefinitions"]!.AsArray().Single(node => (string)node!["name"]! == "blackbox")!.DeepClone();
        change(container);
        task["family"] = family;
        task["containerDefinitions"] = new JsonArray(container);
        task.AsObject().Remove("volumes");
        foreach (var (file, text) in DeployedCopy.Artifacts) copy.Write($"artifacts/{file}", text);
        copy.Write("artifacts/local-taskdef.json", task.ToJsonString());
    }

    public static async Task<string> TaskDefinitionAsync(string service)
    {
        using var aws = DeployedCopy.Calls();
        var described = await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(service) });
        return (string)described["services"]![0]!["taskDefinition"]!;
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
