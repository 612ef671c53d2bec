namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Asks on standard error, which is the terminal's also where standard output goes to a file.</summary>
public sealed class ConsolePrompt : IPrompt
{
    public bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public async Task<string?> AskAsync(string question, CancellationToken cancellation)
    {
        await Console.Error.WriteAsync(question);

        // A read of the console cannot be cancelled; what is cancelled is waiting for it.
        return await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellation);
    }
}
