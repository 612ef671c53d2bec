using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>A service of the JSON 1.1 protocol: <c>POST /</c> with <c>X-Amz-Target: {TargetPrefix}.{Operation}</c>.</summary>
public interface IJsonService
{
    /// <summary>As in <c>AmazonEC2ContainerServiceV20141113</c>.</summary>
    string TargetPrefix { get; }

    /// <summary>What of its requests is refused, as <see cref="UnsupportedMembers"/> takes it.</summary>
    IReadOnlyList<string> Unsupported => [];

    /// <summary>Answers one call.</summary>
    /// <exception cref="AwsErrorException">
    /// The call is refused. For an operation that is not there, throw <see cref="AwsErrorException.UnknownOperation"/>.
    /// </exception>
    Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken);
}
