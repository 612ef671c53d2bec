using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy.codeDeploy</c>.</summary>
internal static class CodeDeployKeys
{
    private static readonly Key<string> Application = new("application", new TextSchema(TextRules.CodeDeployName), "The application in CodeDeploy.")
    {
        IsRequired = true,
        Example = "shop",
    };

    private static readonly Key<string> DeploymentGroup = new(
        "deploymentGroup", new TextSchema(TextRules.CodeDeployName), "The deployment group that the ECS service belongs to.")
    {
        IsRequired = true,
        Example = "shop-production",
    };

    public static readonly ObjectSchema<CodeDeploySettings> Shape = new([Application, DeploymentGroup], read => new(
        read.Of(Application), read.Of(DeploymentGroup), read.Place));
}
