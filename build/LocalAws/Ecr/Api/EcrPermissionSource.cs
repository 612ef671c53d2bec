using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>
/// What the calls of ECR, and the requests of its registry, are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html,
/// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
/// </summary>
internal sealed class EcrPermissionSource(LocalAwsOptions options) : IPermissionSource
{
    public string TargetPrefix => "AmazonEC2ContainerRegistry_V20150921";

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var names = request.Text("repositoryName") is { } one ? [one] : request.Texts("repositoryNames");
        return new(operation switch
        {
            "GetAuthorizationToken" => null,
            "DescribeRepositories" when names.Count == 0 => [On("ecr:DescribeRepositories", "*")],
            _ when names.Count > 0 => [.. names.Select(name => On($"ecr:{operation}", name))],
            _ when request.Text("resourceArn") is { } arn => [Request.To($"ecr:{operation}", arn)],
            _ => null,
        });
    }

    /// <summary>What a request by Docker's protocol needs; nothing for the check of a login.</summary>
    /// <param name="kind"><c>manifests</c>, <c>blobs</c>, <c>tags</c> or <c>referrers</c>.</param>
    /// <param name="reference">Behind the kind: a tag, a digest, or <c>uploads/…</c>.</param>
    public IReadOnlyList<PermissionRequest> OfRegistry(string method, string repository, string kind, string reference, IQueryCollection query) => (method, kind) switch
    {
        ("PUT", "manifests") => [On("ecr:PutImage", repository)],
        (_, "manifests") => [On("ecr:BatchGetImage", repository)],
        (_, "tags") => [On("ecr:ListImages", repository)],
        (_, "referrers") => [On("ecr:ListImageReferrers", repository)],
        ("HEAD", _) => [On("ecr:BatchCheckLayerAvailability", repository)],
        ("POST", _) => [On("ecr:InitiateLayerUpload", repository), .. query["from"] is [{ } from] ? [On("ecr:GetDownloadUrlForLayer", from)] : (PermissionRequest[])[]],
        ("PUT", _) when reference.StartsWith("uploads", StringComparison.Ordinal) => [On("ecr:CompleteLayerUpload", repository)],
        ("PATCH", _) => [On("ecr:UploadLayerPart", repository)],
        _ => [On("ecr:GetDownloadUrlForLayer", repository)],
    };

    private PermissionRequest On(string action, string repository) => Request.To(action, $"arn:aws:ecr:{options.Region}:{options.Account}:repository/{repository}");
}
