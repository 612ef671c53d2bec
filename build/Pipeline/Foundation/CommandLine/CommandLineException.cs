namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>The command line cannot be used. The message holds all mistakes, one a line, and then the targets when one is wanted.</summary>
public sealed class CommandLineException(string message) : Exception(message)
{
    /// <summary>What the process ends with: configuration or command line.</summary>
    public const int ExitCode = 2;
}
