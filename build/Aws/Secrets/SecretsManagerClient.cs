using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Secrets;

/// <summary>AWS Secrets Manager. https://docs.aws.amazon.com/secretsmanager/latest/apireference/</summary>
public sealed class SecretsManagerClient
{
    private readonly AwsJsonClient _json;

    internal SecretsManagerClient(AwsJsonClient json) => _json = json;

    /// <summary>The current version of a secret, as text; one that was stored as bytes is an error.</summary>
    /// <param name="id">Its name or ARN.</param>
    /// <exception cref="AwsException">with code <c>ResourceNotFoundException</c>, among others</exception>
    public Task<Secret> GetAsync(string id, CancellationToken cancellationToken) => _json.InvokeAsync(
        "GetSecretValue", new JsonObject { ["SecretId"] = id }, static answer => new Secret(answer.RequiredText("SecretString")), cancellationToken);
}
