using System.Net;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// The Docker engine refused a call or could not be reached. The message has the wording of the <c>docker</c> command, because the reasons that ECS
/// reports quote it.
/// </summary>
public sealed class EngineException(string message, HttpStatusCode? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Null when the engine did not answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>Whether the message has these words, in any case.</summary>
    public bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
