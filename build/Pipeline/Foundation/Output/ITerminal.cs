namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Standard output with the colours of a terminal; where there is none, colours do nothing.</summary>
public interface ITerminal
{
    ConsoleColor ForegroundColor { set; }

    void ResetColor();

    void Write(string text);

    void WriteLine(string text = "");
}
