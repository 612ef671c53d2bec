namespace Slipway.LocalAws.Hosting;

/// <summary>Tells where a running LocalAws answers. The file <c>endpoint.json</c> is there exactly while it does.</summary>
/// <param name="Endpoint">The URL for <c>AWS_ENDPOINT_URL</c>.</param>
/// <param name="Registry">Host and port of the registry.</param>
/// <param name="Program">The folder of this program, so that a caller with a newer one can tell.</param>
internal sealed record EndpointFile(int Pid, string Endpoint, string Registry, string Program, DateTimeOffset StartedAt)
{
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "endpoint.json");
}
