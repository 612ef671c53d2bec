using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Errors;

/// <summary>Something that is allowed and probably not meant, where it stands and what to do about it.</summary>
public sealed record ConfigurationWarning(Place Place, ErrorCode Code, string Message)
{
    /// <summary><c>file:line:column: warning SLP015: message</c>, the form that editors and CI services recognise.</summary>
    public override string ToString() => $"{Place}: warning SLP{(int)Code:000}: {Message}";
}
