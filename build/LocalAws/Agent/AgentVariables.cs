using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent;

/// <summary>
/// The variables that the agent adds to a container's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html and
/// task-iam-roles.html there, and <c>AWS_ENDPOINT_URL</c>, by which the SDKs find LocalAws instead of AWS. A container's own win.
/// </summary>
public static class AgentVariables
{
    public const string CredentialsPath = "/v2/credentials/";

    private const string Endpoint = "AWS_ENDPOINT_URL";

    private static readonly string[] Region = ["AWS_REGION", "AWS_DEFAULT_REGION"];

    /// <param name="endpoint">The agent's URL for this container, without a slash at the end.</param>
    /// <param name="ofImage">Names of the variables that its image sets.</param>
    public static Dictionary<string, string> With(IReadOnlyDictionary<string, string> own, AgentAccess access, string endpoint, string region, IReadOnlySet<string> ofImage)
    {
        var all = new Dictionary<string, string>
        {
            ["ECS_CONTAINER_METADATA_URI"] = $"{endpoint}/v3/{access.EndpointId}",
            ["ECS_CONTAINER_METADATA_URI_V4"] = $"{endpoint}/v4/{access.EndpointId}",
            ["ECS_AGENT_URI"] = $"{endpoint}/api/{access.EndpointId}",
            ["AWS_EXECUTION_ENV"] = access.IsOnFargate ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2",
        };
        // The SDKs put 169.254.170.2 before the relative one; what has this machine's network does not reach that address.
        if (access is { CredentialsId: { } id, IsOnHost: true })
            all["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = endpoint + CredentialsPath + id;
        else if (access.CredentialsId is not null)
            all["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = CredentialsPath + access.CredentialsId;

        if (!ofImage.Contains(Endpoint))
            all[Endpoint] = endpoint;
        // On a container instance the agent adds both or none.
        if (access.IsOnFargate || !Array.Exists(Region, name => own.ContainsKey(name) || ofImage.Contains(name)))
        {
            foreach (var name in Region)
                all[name] = region;
        }

        foreach (var (name, value) in own)
            all[name] = value;
        return all;
    }
}
