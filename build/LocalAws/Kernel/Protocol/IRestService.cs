using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>A service of the REST and JSON protocol: what is called is in the method and the path. Its members come together as one request, wherever they were.</summary>
public interface IRestService
{
    /// <summary>The name in the signature, as in <c>scheduler</c>.</summary>
    string SigningName { get; }

    IReadOnlyList<RestRoute> Routes { get; }

    /// <summary>What of its requests is refused, as <see cref="UnsupportedMembers"/> takes it.</summary>
    IReadOnlyList<string> Unsupported => [];

    /// <summary>Answers one call.</summary>
    /// <exception cref="AwsErrorException">The call is refused.</exception>
    Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken);
}
