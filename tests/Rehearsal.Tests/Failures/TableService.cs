using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// The service that the rows of the table deploy to: one container behind a load balancer, so that the old revision can serve for as long as
/// a new one does not. Each row takes what runs when it begins for the old revision.
/// </summary>
/// <param name="copy">A working tree of its own.</param>
/// <param name="name">Of the service and of its task definition's family.</param>
internal sealed class TableService(RehearsalCopy copy, string name)
{

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly int _port = LoopbackPort.Claim();

    public RehearsalCopy Copy => copy;

    public string Name => name;

    public string Page => $"http://127.0.0.1:{_port}/health";

    /// <summary>Makes the working tree's next deployment one of this service, without a number of tasks: the service's own counts.</summary>
    /// <param name="release">What makes the task definition another one.</param>
    /// <param name="change">Changes the container definition.</param>
    public void Prepare(string release, Action<JsonNode> change)
    {
        copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {name}\n");
        copy.Replace("slipway.yml", copy.Page, Page);
        copy.Replace(
            "slipway.yml",
            copy.Scale,
            string.Create(CultureInfo.InvariantCulture, $"      loadBalancer: {{ container: blackbox, port: 8000, listener: {_port}, healthCheck: /health }}\n"));
        // The artifacts are deployed, and the load balancer's port is looked for in what they are usually made of.
        copy.Replace("taskdefs/local-taskdef.json", "\"name\": \"blackbox\",", "\"name\": \"blackbox\", \"portMappings\": [{ \"containerPort\": 8000 }],");
        SecondService.WriteArtifacts(copy, name, container =>
        {
            container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000, ["hostPort"] = 0 });
            container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = release });
            change(container);
        });
    }

    /// <summary>Deploys the first revision.</summary>
    public async Task CreateAsync()
    {
        Prepare("the first", _ => { });
        var created = await copy.RunAsync(SecondService.Deploy);
        await RestoreAsync();
        Assert.That(created.ExitCode, Is.Zero, created.Output + created.Error);
        // A minute is right for the application, and too long for what is never healthy.
        await UpdateAsync(new() { ["healthCheckGracePeriodSeconds"] = 5 });
    }

    /// <summary>Puts the working tree right.</summary>
    public Task RestoreAsync() => copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

    /// <summary>Registers another release that works and moves the service to it, as someone would who does not know of Slipway.</summary>
    public async Task DeployAsSomebodyElseAsync()
    {
        var task = JsonNode.Parse(await File.ReadAllTextAsync(copy.Workspace.PathOf("artifacts/local-taskdef.json")))!.AsObject();
        task["containerDefinitions"]![0]!["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = "someone else's" });
        using var aws = DeployedCopy.Calls();
        var registered = await aws.EcsAsync("RegisterTaskDefinition", task);
        await UpdateAsync(new() { ["taskDefinition"] = (string)registered["taskDefinition"]!["taskDefinitionArn"]! });
    }

    public async Task ScaleAsync(int count)
    {
        await UpdateAsync(new() { ["desiredCount"] = count });
        await SettledAsync(count);
    }

    /// <summary>Waits until the service has one deployment, which is complete, and all of its tasks, and until they serve the page.</summary>
    /// <returns>The ARN of the revision that it runs.</returns>
    public async Task<string> SettledAsync(int count = 1)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var service = await DescribeAsync();
            var isComplete = service["deployments"]!.AsArray() is [{ } only] && (string?)only["rolloutState"] == "COMPLETED" && (int)service["runningCount"]! == count
                && ((string)service["events"]![0]!["message"]!).EndsWith("has reached a steady state.", StringComparison.Ordinal);
            if (isComplete && (count == 0 || await World.StatusAsync(Page) == HttpStatusCode.OK))
                return (string)service["taskDefinition"]!;
            await Task.Delay(Look, limit.Token);
        }
    }

    /// <summary>The revisions of the tasks that run.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync()
    {
        using var aws = DeployedCopy.Calls();
        var tasks = (await aws.EcsAsync("ListTasks", new() { ["cluster"] = "local", ["serviceName"] = name }))["taskArns"]!;
        if (tasks.AsArray().Count == 0) return [];
        var described = await aws.EcsAsync("DescribeTasks", new() { ["cluster"] = "local", ["tasks"] = tasks.DeepClone() });
        return [.. described["tasks"]!.AsArray().Where(task => (string?)task!["lastStatus"] == "RUNNING").Select(task => (string)task!["taskDefinitionArn"]!)];
    }

    /// <summary>The ARNs of all that was ever registered for it, oldest first.</summary>
    public async Task<IReadOnlyList<string>> RevisionsAsync()
    {
        using var aws = DeployedCopy.Calls();
        var listed = await aws.EcsAsync("ListTaskDefinitions", new() { ["familyPrefix"] = name });
        return [.. listed["taskDefinitionArns"]!.AsArray().Select(arn => (string)arn!)];
    }

    private async Task UpdateAsync(JsonObject change)
    {
        change["cluster"] = "local";
        change["service"] = name;
        using var aws = DeployedCopy.Calls();
        await aws.EcsAsync("UpdateService", change);
    }

    private async Task<JsonNode> DescribeAsync()
    {
        using var aws = DeployedCopy.Calls();
        return (await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(name) }))["services"]![0]!;
    }
}
