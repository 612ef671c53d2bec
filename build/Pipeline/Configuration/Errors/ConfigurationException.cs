namespace Slipway.Pipeline.Configuration.Errors;

/// <summary>
/// The configuration cannot be used. The message holds all mistakes, one a line. Cake's own exception, which carries an exit code to
/// the host, is sealed: whoever runs inside the host wraps this one in it with <see cref="ExitCode"/>.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>What the process ends with: configuration or command line.</summary>
    public const int ExitCode = 2;

    public ConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>For what is wrong outside of <c>slipway.yml</c>, such as a directory that is not a git repository.</summary>
    public ConfigurationException(string message)
        : base(message) => Errors = [];

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException) => Errors = [];

    /// <summary>In the order of the file. Empty when the mistake is not in the file.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }
}
