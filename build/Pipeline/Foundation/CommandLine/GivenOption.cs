namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>An option as it was given. A flag's value is <c>True</c> or <c>False</c>.</summary>
internal sealed record GivenOption(CommandOption Option, string Value);
