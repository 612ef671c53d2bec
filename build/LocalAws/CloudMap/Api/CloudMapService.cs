using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>
/// Cloud Map, version 2017-03-14: private and HTTP namespaces. All VPCs are one network here. What AWS does in the background is done when a call is answered, so
/// the operations that it gives have succeeded.
/// </summary>
internal sealed class CloudMapService(NamespaceCalls namespaces, ServiceCalls services, InstanceCalls instances, TagCalls tags) : IJsonService
{
    public string TargetPrefix => "Route53AutoNaming_v20170314";

    public IReadOnlyList<string> Unsupported { get; } = ["CreateService HealthCheckConfig", "UpdateService Service.HealthCheckConfig"];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "CreatePrivateDnsNamespace" => namespaces.CreatePrivateAsync(request, cancellationToken),
        "CreateHttpNamespace" => namespaces.CreateHttpAsync(request, cancellationToken),
        "UpdatePrivateDnsNamespace" => namespaces.UpdateAsync(request, cancellationToken),
        "UpdateHttpNamespace" => namespaces.UpdateHttpAsync(request, cancellationToken),
        "DeleteNamespace" => namespaces.DeleteAsync(request, cancellationToken),
        "GetNamespace" => Task.FromResult(namespaces.Get(request)),
        "ListNamespaces" => Task.FromResult(namespaces.List(request)),
        "GetOperation" => Task.FromResult(namespaces.GetOperation(request)),
        "CreateService" => services.CreateAsync(request, cancellationToken),
        "UpdateService" => services.UpdateAsync(request, cancellationToken),
        "DeleteService" => services.DeleteAsync(request, cancellationToken),
        "GetService" => Task.FromResult(services.Get(request)),
        "ListServices" => Task.FromResult(services.List(request)),
        "RegisterInstance" => instances.RegisterAsync(request, cancellationToken),
        "DeregisterInstance" => instances.DeregisterAsync(request, cancellationToken),
        "UpdateInstanceCustomHealthStatus" => instances.SetHealthAsync(request, cancellationToken),
        "GetInstance" => Task.FromResult(instances.Get(request)),
        "ListInstances" => Task.FromResult(instances.List(request)),
        "GetInstancesHealthStatus" => Task.FromResult(instances.Health(request)),
        "DiscoverInstances" => Task.FromResult(instances.Discover(request)),
        "DiscoverInstancesRevision" => Task.FromResult(instances.Revision(request)),
        "TagResource" => tags.TagAsync(request, cancellationToken),
        "UntagResource" => tags.UntagAsync(request, cancellationToken),
        "ListTagsForResource" => Task.FromResult(tags.List(request)),
        _ => throw AwsErrorException.UnknownOperation("Cloud Map", operation),
    };
}
