using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Errors;

/// <summary>One mistake, where it stands and what to do about it.</summary>
public sealed record ConfigurationError(Place Place, ErrorCode Code, string Message)
{
    /// <summary><c>file:line:column: error SLP004: message</c>, the form that editors and CI services recognise.</summary>
    public override string ToString() => $"{Place}: error SLP{(int)Code:000}: {Message}";
}
