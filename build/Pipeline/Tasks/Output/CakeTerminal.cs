using Cake.Core;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks.Output;

/// <summary>Cake's console for the modules that know nothing of Cake.</summary>
public sealed class CakeTerminal(IConsole console) : ITerminal
{
    public ConsoleColor ForegroundColor
    {
        set => console.ForegroundColor = value;
    }

    public void ResetColor() => console.ResetColor();

    public void Write(string text) => console.Write("{0}", text);

    public void WriteLine(string text = "") => console.WriteLine("{0}", text);
}
