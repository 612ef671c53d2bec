namespace Slipway.Pipeline.Foundation.Output;

public enum LogSeverity
{
    Error,
    Warning,
    Information,

    /// <summary>Shown with <c>--verbosity=verbose</c>.</summary>
    Verbose,

    /// <summary>Shown with <c>--verbosity=diagnostic</c>.</summary>
    Debug,
}
