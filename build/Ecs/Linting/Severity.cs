namespace Slipway.Ecs.Linting;

/// <summary>How much a finding matters. Only errors make Lint fail.</summary>
public enum Severity
{
    /// <summary>For the record: something was left out, or is spelt unusually.</summary>
    Info,

    /// <summary>It deploys, and is probably not what was meant.</summary>
    Warning,

    /// <summary>ECS refuses it, or the deployed application cannot work.</summary>
    Error,
}
