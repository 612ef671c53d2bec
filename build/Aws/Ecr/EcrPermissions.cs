using Slipway.Aws.Permissions;

namespace Slipway.Aws.Ecr;

/// <summary>
/// What the operations of ECR need, and what the registry asks of who pushes and pulls by Docker's protocol, which is no API of AWS's.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html,
/// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
/// </summary>
internal static class EcrPermissions
{
    /// <summary>The service of the registry's own protocol.</summary>
    private const string Registry = "Registry";

    private static readonly ResourceShape Repository = new("arn:{partition}:ecr:{registryRegion}:{registryAccount}:repository/{repository}");

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        // It has no resource-level permissions.
        Row("GetAuthorizationToken", new RequiredAction("ecr:GetAuthorizationToken", ResourceShape.Any)),
        Row("DescribeRepositories", On("ecr:DescribeRepositories")),
        Row("DescribeImages", On("ecr:DescribeImages")),
        Row("BatchGetImage", On("ecr:BatchGetImage")),
        Row("DescribeImageScanFindings", On("ecr:DescribeImageScanFindings")),
        Row("StartImageScan", On("ecr:StartImageScan")),
        Row("CreateRepository", On("ecr:CreateRepository")) with { IsOfRehearsals = true },

        new(Registry, "GetManifest", On("ecr:BatchGetImage")),
        new(Registry, "GetBlob", On("ecr:GetDownloadUrlForLayer")),
        new(Registry, "HeadBlob", On("ecr:BatchCheckLayerAvailability")),
        new(Registry, "PutBlob", On("ecr:InitiateLayerUpload"), On("ecr:UploadLayerPart"), On("ecr:CompleteLayerUpload")),
        new(Registry, "PutManifest", On("ecr:PutImage")),
    ];

    private static RequiredAction On(string action) => new(action, Repository);

    private static PermissionRow Row(string operation, RequiredAction action) => new(AwsService.Ecr.Id, operation, action);
}
