using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// What <c>enableExecuteCommand</c> needs: the agent of ECS Exec works with the credentials of the task role. Whether the role's policies let it is IAM's business, which
/// LocalAws has not.
/// </summary>
internal static class ExecRules
{
    private const string Member = "enableExecuteCommand";

    /// <summary>The sentence is ECS's (https://github.com/boto/boto3/issues/3173).</summary>
    /// <exception cref="AwsErrorException">A task is wanted with Exec and without a role.</exception>
    public static void CheckTask(JsonObject request, RegisteredTaskDefinition definition)
    {
        if (request.Flag(Member) == true && TaskOverrides.RoleOf(TaskOverrides.Applied(definition.Document.Clone(), request.Object("overrides"))) is null)
            throw EcsErrors.InvalidParameter("The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.");
    }

    /// <summary>The sentence is ECS's for UpdateService (https://github.com/docker-archive/compose-cli/issues/2120); that for CreateService is unconfirmed.</summary>
    /// <param name="service">As it is to be.</param>
    /// <exception cref="AwsErrorException">A service is wanted with Exec and without a role.</exception>
    public static void CheckService(JsonObject service, RegisteredTaskDefinition definition)
    {
        if (service.Flag(Member) == true && TaskOverrides.RoleOf(definition.Document) is null)
            throw EcsErrors.InvalidParameter("The service couldn't be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.");
    }
}
