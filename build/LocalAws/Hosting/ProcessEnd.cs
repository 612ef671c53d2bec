namespace Slipway.LocalAws.Hosting;

/// <summary>How the process is to end.</summary>
internal sealed class ProcessEnd
{
    /// <summary>Set by <c>down</c>: there is nothing to come back to.</summary>
    public bool StateIsRemoved { get; set; }
}
