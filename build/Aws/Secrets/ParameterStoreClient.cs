using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Secrets;

/// <summary>Parameter Store of AWS Systems Manager. https://docs.aws.amazon.com/systems-manager/latest/APIReference/</summary>
public sealed class ParameterStoreClient
{
    private readonly AwsJsonClient _json;

    internal ParameterStoreClient(AwsJsonClient json) => _json = json;

    /// <summary>A parameter's value, decrypted.</summary>
    /// <param name="name">Its name or ARN.</param>
    /// <exception cref="AwsException">with code <c>ParameterNotFound</c>, among others</exception>
    public Task<Secret> GetAsync(string name, CancellationToken cancellationToken) => _json.InvokeAsync(
        "GetParameter",
        new JsonObject { ["Name"] = name, ["WithDecryption"] = true },
        static answer => new Secret(answer.RequiredObject("Parameter").RequiredText("Value")),
        cancellationToken);
}
