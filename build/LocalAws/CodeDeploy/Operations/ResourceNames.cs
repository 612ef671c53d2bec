using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>Names in requests: that they are there, can be names, and what they name.</summary>
internal static class ResourceNames
{
    private const int Longest = 100;

    public static string Application(JsonObject request) =>
        Checked(CodeDeployErrors.Required(request.Text("applicationName"), "ApplicationNameRequiredException", "applicationName"), "InvalidApplicationNameException", "Application name");

    public static string Group(JsonObject request, string member = "deploymentGroupName") =>
        Checked(CodeDeployErrors.Required(request.Text(member), "DeploymentGroupNameRequiredException", member), "InvalidDeploymentGroupNameException", "Deployment Group name");

    public static string Config(JsonObject request) =>
        Checked(CodeDeployErrors.Required(request.Text("deploymentConfigName"), "DeploymentConfigNameRequiredException", "deploymentConfigName"), "InvalidDeploymentConfigNameException", "Deployment Config name");

    public static Application FindApplication(CodeDeployState state, JsonObject request)
    {
        var name = Application(request);
        return state.Applications.GetValueOrDefault(name) ?? throw CodeDeployErrors.ApplicationNotFound(name);
    }

    public static DeploymentGroup FindGroup(Application application, JsonObject request, string member = "deploymentGroupName")
    {
        var name = Group(request, member);
        return application.Groups.GetValueOrDefault(name) ?? throw CodeDeployErrors.GroupNotFound(name);
    }

    public static string DeploymentId(JsonObject request) =>
        CheckedId(CodeDeployErrors.Required(request.Text("deploymentId"), "DeploymentIdRequiredException", "deploymentId"));

    public static Deployment FindDeployment(CodeDeployState state, JsonObject request)
    {
        var id = DeploymentId(request);
        return state.Deployment(id) ?? throw CodeDeployErrors.DeploymentNotFound(id);
    }

    public static string CheckedId(string id) =>
        Runs.DeploymentIds.IsValid(id) ? id : throw new AwsErrorException("InvalidDeploymentIdException", $"Specified DeploymentId is not in the valid format: {id}");

    private static string Checked(string name, string code, string what) =>
        name.Length <= Longest && name.All(character => char.IsAsciiLetterOrDigit(character) || "._+=,@- ".Contains(character, StringComparison.Ordinal))
            ? name
            : throw new AwsErrorException(code, $"{what} '{name}' is not valid: it may have letters, digits and . _ + = , @ -, {Longest} at most.");
}
