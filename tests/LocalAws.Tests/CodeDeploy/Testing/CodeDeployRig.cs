using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.CodeDeploy.Operations;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy.Testing;

/// <summary>CodeDeploy on a scripted service, with a clock that stands still: deployments continue when a test says so.</summary>
internal sealed class CodeDeployRig : IAsyncDisposable
{
    private LocalAwsServer _server = null!;
    private CodeDeployApi _api = null!;

    public ManualTimeProvider Time { get; } = new();

    public ScriptedService Service { get; } = new();

    /// <summary>With an application <c>app</c> and a deployment group <c>group</c> for the service.</summary>
    /// <param name="change">Changes the request that creates the group.</param>
    public static async Task<CodeDeployRig> StartAsync(Action<JsonObject>? change = null, string? seed = null)
    {
        var rig = new CodeDeployRig();
        rig._server = await LocalAwsServer.StartAsync(
            options => options with { SeedDirectory = seed },
            services => services.AddSingleton<TimeProvider>(rig.Time).AddSingleton<IServiceTaskSets>(rig.Service).AddSingleton<ITraffic>(rig.Service).AddSingleton<IDeploymentDriver, NoDriver>());
        rig._api = rig._server.Application.Services.GetServices<IJsonService>().OfType<CodeDeployApi>().Single();
        try
        {
            await rig.CallAsync("CreateApplication", """{"applicationName": "app", "computePlatform": "ECS"}""");
            var group = Group();
            change?.Invoke(group);
            await rig.CallAsync("CreateDeploymentGroup", group.ToJsonString());
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>A request for a deployment group that shifts all at once and waits for nothing.</summary>
    public static JsonObject Group() => JsonNode.Parse($$"""
        {
          "applicationName": "app", "deploymentGroupName": "group", "serviceRoleArn": "arn:aws:iam::123456789012:role/codedeploy",
          "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
          "ecsServices": [{"serviceName": "web", "clusterName": "local"}],
          "blueGreenDeploymentConfiguration": {
            "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT"},
            "terminateBlueInstancesOnDeploymentSuccess": {"action": "TERMINATE", "terminationWaitTimeInMinutes": 0}
          },
          "loadBalancerInfo": {"targetGroupPairInfoList": [{
            "targetGroups": [{"name": "green"}, {"name": "blue"}], "prodTrafficRoute": {"listenerArns": ["{{ScriptedService.Production}}"]}
          }]}
        }
        """)!.AsObject();

    public static string Appspec(string taskDefinition = "web:2") => $$"""
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                TaskDefinition: {{taskDefinition}}
                LoadBalancerInfo:
                  ContainerName: web
                  ContainerPort: 8080
        """;

    public Task<JsonObject> CallAsync(string operation, string request) => _api.InvokeAsync(operation, JsonNode.Parse(request)!.AsObject(), CancellationToken.None);

    /// <summary>Why a call is refused.</summary>
    public async Task<(string Code, string Message)> RefusalAsync(string operation, string request)
    {
        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(operation, request));
        return (refused!.Code, refused.Message);
    }

    /// <summary>Creates a deployment and gives its id; it has not started.</summary>
    public async Task<string> DeployAsync(string? content = null)
    {
        var revision = new JsonObject { ["revisionType"] = "AppSpecContent", ["appSpecContent"] = new JsonObject { ["content"] = content ?? Appspec() } };
        var request = new JsonObject { ["applicationName"] = "app", ["deploymentGroupName"] = "group", ["revision"] = revision };
        return (string)(await CallAsync("CreateDeployment", request.ToJsonString()))["deploymentId"]!;
    }

    /// <summary>Lets a deployment continue until it waits for something.</summary>
    public async Task<Deployment> RunAsync(string id)
    {
        var services = _server.Application.Services;
        while (true)
        {
            var turn = await DeploymentTurn.TakeAsync(
                id, services.GetRequiredService<CodeDeployStore>(), services.GetRequiredService<DeploymentSteps>(), Time, CancellationToken.None);
            if (turn.After.IsEnded || (turn.After == turn.Before))
                return turn.After;
        }
    }

    /// <summary>Lets minutes go by, and the deployment continue.</summary>
    public Task<Deployment> PassAsync(string id, double minutes)
    {
        Time.Advance(TimeSpan.FromMinutes(minutes));
        return RunAsync(id);
    }

    /// <summary>Carries a deployment to its end, making each step once for nothing before it is made and saved.</summary>
    public async Task<Deployment> RunTwiceAsync(string id)
    {
        var steps = _server.Application.Services.GetRequiredService<DeploymentSteps>();
        var store = _server.Application.Services.GetRequiredService<CodeDeployStore>();
        while (true)
        {
            await steps.AdvanceAsync((await store.ReadAsync(CancellationToken.None)).Deployment(id)!, DeploymentSignals.None, CancellationToken.None);
            var turn = await DeploymentTurn.TakeAsync(id, store, steps, Time, CancellationToken.None);
            if (turn.After.IsEnded)
                return turn.After;
            if (turn.After == turn.Before)
                Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>As GetDeployment shows it.</summary>
    public async Task<JsonNode> InfoAsync(string id) => (await CallAsync("GetDeployment", $$"""{"deploymentId": "{{id}}"}"""))["deploymentInfo"]!;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private sealed class NoDriver : IDeploymentDriver
    {
        public void Wake(string deploymentId)
        {
            // The test carries deployments on.
        }
    }
}
