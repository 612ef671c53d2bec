using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting;

/// <summary>One thing that is wrong in one place.</summary>
/// <param name="Severity">That of the rule, unless this case is milder.</param>
/// <param name="JsonPath">The member that it is about, or the nearest one around it when a member is missing: <c>$.containerDefinitions[0]</c>. Empty outside of JSON.</param>
/// <param name="Message">What, and with which value; a sentence without the remedy, which the rule has.</param>
public sealed record Finding(LintRule Rule, Severity Severity, string JsonPath, string Message, SourcePlace Place)
{
    /// <summary><c>file:line:column: error ECS012: message remedy</c>, the form that editors and CI services recognise.</summary>
    public override string ToString() => $"{Headline} {Rule.Remedy}";

    /// <summary>The same without the remedy.</summary>
    public string Headline => $"{Place}: {SeverityName} {Rule.Id}: {Message}";

    private string SeverityName => Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
}
