using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>What the calls of Parameter Store are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html</summary>
internal sealed class ParameterPermissionSource(LocalAwsOptions options) : IPermissionSource
{
    public string TargetPrefix => "AmazonSSM";

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = request.Text("Name") is { } one ? [one] : request.Texts("Names");
        return new(names.Count > 0 ? [.. names.Select(name => Request.To($"ssm:{operation}", ArnOf(name)))] : null);
    }

    private string ArnOf(string name) => name.StartsWith("arn:", StringComparison.Ordinal)
        ? string.Join(':', name.Split(':').Take(6))
        : $"arn:aws:ssm:{options.Region}:{options.Account}:parameter/{name.TrimStart('/').Split(':')[0]}";
}
