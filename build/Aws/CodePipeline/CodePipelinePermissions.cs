using Slipway.Aws.Permissions;

namespace Slipway.Aws.CodePipeline;

/// <summary>What the operations of CodePipeline need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html</summary>
internal static class CodePipelinePermissions
{
    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        new(AwsService.CodePipeline.Id, "GetPipelineState", [new RequiredAction("codepipeline:GetPipelineState", ResourceShape.Of("codepipeline", "{pipeline}"))]),
    ];
}
