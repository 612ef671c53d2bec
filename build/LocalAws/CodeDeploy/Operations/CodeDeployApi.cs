using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>The CodeDeploy API, version 2014-10-06, for the compute platform ECS.</summary>
public sealed class CodeDeployApi(IEnumerable<ICodeDeployOperations> resources) : IJsonService
{
    private readonly Dictionary<string, CodeDeployOperation> _operations = resources.SelectMany(resource => resource.Operations).ToDictionary();

    public string TargetPrefix => "CodeDeploy_20141006";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateDeployment overrideAlarmConfiguration",
        "CreateDeployment,GetApplicationRevision revision.gitHubLocation",
        "CreateDeployment,GetApplicationRevision revision.s3Location.eTag",
        "CreateDeployment targetInstances",
        "CreateDeploymentConfig minimumHealthyHosts",
        "CreateDeploymentConfig zonalConfig",
        "CreateDeploymentGroup,UpdateDeploymentGroup autoScalingGroups",
        "CreateDeploymentGroup,UpdateDeploymentGroup blueGreenDeploymentConfiguration.greenFleetProvisioningOption",
        "CreateDeploymentGroup,UpdateDeploymentGroup ec2TagFilters",
        "CreateDeploymentGroup,UpdateDeploymentGroup ec2TagSet",
        "CreateDeploymentGroup,UpdateDeploymentGroup onPremisesInstanceTagFilters",
        "CreateDeploymentGroup,UpdateDeploymentGroup onPremisesTagSet",
        "ListDeployments createTimeRange",
        "ListDeployments externalId",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        _operations.TryGetValue(operation, out var answer)
            ? answer(request, cancellationToken)
            : throw AwsErrorException.UnknownOperation("CodeDeploy", operation);
}
