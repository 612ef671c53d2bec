namespace Slipway.LocalAws.Hosting;

/// <summary>Tells where a running LocalAws answers. The file <c>endpoint.json</c> is there exactly while it does.</summary>
/// <param name="Endpoint">The URL for <c>AWS_ENDPOINT_URL</c>.</param>
/// <param name="Registry">Host and port of the registry.</param>
internal sealed record EndpointFile(int Pid, string Endpoint, string Registry, DateTimeOffset StartedAt)
{
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "endpoint.json");
}
