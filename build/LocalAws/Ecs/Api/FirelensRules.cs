using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What RegisterTaskDefinition refuses of FireLens, in ECS's words as users quote them.</summary>
internal static partial class FirelensRules
{
    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static void Check(TaskDefinitionDocument document)
    {
        var routers = document.Containers.Select(container => container.Node["firelensConfiguration"]).OfType<JsonObject>().ToList();
        var isUsed = document.Containers.Any(container => (container.Node["logConfiguration"] as JsonObject)?.Text("logDriver") == "awsfirelens");
        if (isUsed && routers.Count == 0)
            throw EcsErrors.Client("When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.");
        if (!isUsed && routers.Count > 0)
            throw EcsErrors.Client("When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.");
        // The agent takes one router of a task; that ECS refuses two, and its sentence, are unconfirmed.
        if (routers.Count > 1)
            throw EcsErrors.Client("Only one container of a task definition can have a firelensConfiguration.");
        var inS3 = routers.Select(router => router.Object("options")).Where(options => options?.Text("config-file-type") == "s3").ToList();
        if (inS3.Count > 0 && document.Root.Texts("requiresCompatibilities").Contains(Launch.OnFargate))
            throw EcsErrors.Client("Fargate launch type does not support FirelensConfiguration config file from 's3'");
        // https://github.com/aws/aws-cli/issues/7147
        if (inS3.Exists(options => !ObjectArn().IsMatch(options!.Text("config-file-value") ?? "")))
            throw EcsErrors.Client("Invalid arn syntax.");
    }

    [GeneratedRegex("^arn:aws[a-z-]*:s3:::[^/]+/.+")]
    private static partial Regex ObjectArn();
}
