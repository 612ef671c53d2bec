using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>
/// ECR in front of the registry container. Known difference: images without a tag are found by digest, not listed.
/// </summary>
internal sealed class EcrService(
    LocalAwsOptions options, RepositoryCalls repositories, PolicyCalls policies, ImageCalls images, ImagePush push, ImageRemoval removal, ScanCalls scans, IRegistryContainer registry, PermissionGate gate, IHttpContextAccessor caller, TimeProvider time)
    : IJsonService
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    public string TargetPrefix => "AmazonEC2ContainerRegistry_V20150921";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "DescribeImages,ListImages filter.imageStatus",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "GetAuthorizationToken" => GetAuthorizationTokenAsync(cancellationToken),
        "CreateRepository" => repositories.CreateAsync(request, cancellationToken),
        "DescribeRepositories" => repositories.DescribeAsync(request, cancellationToken),
        "DeleteRepository" => repositories.DeleteAsync(request, cancellationToken),
        "PutImageTagMutability" => repositories.PutMutabilityAsync(request, cancellationToken),
        "PutImageScanningConfiguration" => repositories.PutScanningAsync(request, cancellationToken),
        "PutLifecyclePolicy" => policies.PutLifecycleAsync(request, cancellationToken),
        "GetLifecyclePolicy" => policies.GetLifecycleAsync(request, cancellationToken),
        "DeleteLifecyclePolicy" => policies.DeleteLifecycleAsync(request, cancellationToken),
        "SetRepositoryPolicy" => policies.SetAsync(request, cancellationToken),
        "GetRepositoryPolicy" => policies.GetAsync(request, cancellationToken),
        "DeleteRepositoryPolicy" => policies.DeleteAsync(request, cancellationToken),
        "TagResource" => repositories.TagAsync(request, cancellationToken),
        "UntagResource" => repositories.UntagAsync(request, cancellationToken),
        "ListTagsForResource" => repositories.ListTagsAsync(request, cancellationToken),
        "PutImage" => push.PutAsync(request, cancellationToken),
        "ListImages" => images.ListAsync(request, cancellationToken),
        "DescribeImageScanFindings" => scans.DescribeAsync(request, cancellationToken),
        "StartImageScan" => scans.StartAsync(request, cancellationToken),
        "DescribeImages" => images.DescribeAsync(request, cancellationToken),
        "BatchDeleteImage" => removal.DeleteAsync(request, cancellationToken),
        "BatchGetImage" => images.BatchGetAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("ECR", operation),
    };

    /// <summary>Whose the login is, where policies are enforced and <see cref="Front.RegistryFront"/> reads it: the registry itself knows one login only.</summary>
    private string OwnerMark() => gate.Enforces && options is { RegistryHasFront: true, RegistryPortIsTaken: false } && caller.HttpContext is { } call && CredentialScope.AccessKeyOf(call.Request) is { } key
        ? $".{key}"
        : "";

    private async Task<JsonObject> GetAuthorizationTokenAsync(CancellationToken cancellationToken)
    {
        var address = await registry.EnsureAsync(cancellationToken);
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}{OwnerMark()}"));
        var authorization = new JsonObject
        {
            ["authorizationToken"] = token,
            ["expiresAt"] = (time.GetUtcNow() + TokenLifetime).ToUnixTimeSeconds(),
            ["proxyEndpoint"] = $"http://{options.RegistryHost}",
        };
        return new() { ["authorizationData"] = new JsonArray(authorization) };
    }
}
