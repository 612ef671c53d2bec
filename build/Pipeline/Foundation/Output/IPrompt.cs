namespace Slipway.Pipeline.Foundation.Output;

/// <summary>A person at the terminal, who can be asked.</summary>
public interface IPrompt
{
    /// <summary>False in a build service, and where input is redirected.</summary>
    bool IsPossible { get; }

    /// <returns>The line that was typed; null at the end of input.</returns>
    Task<string?> AskAsync(string question, CancellationToken cancellation);
}
