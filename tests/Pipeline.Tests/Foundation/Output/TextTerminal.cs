using System.Text;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Foundation.Output;

/// <summary>A terminal that keeps what is written to it.</summary>
internal sealed class TextTerminal : ITerminal
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public ConsoleColor ForegroundColor
    {
        set { }
    }

    public void ResetColor()
    {
    }

    public void Write(string text) => _text.Append(text);

    public void WriteLine(string text = "") => _text.Append(text).Append('\n');
}
