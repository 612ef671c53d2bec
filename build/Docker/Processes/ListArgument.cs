using System.Text;
using Cake.Core.IO;

namespace Slipway.Docker.Processes;

/// <summary>
/// One argument, passed to the process exactly as it is: blanks, quotes and dollar signs included.
/// <see cref="ProcessTreeRunner"/> hands the value over unrendered; for runners that build a command line, <see cref="Render"/> quotes it.
/// </summary>
/// <param name="value">What the process sees as one element of its argument vector.</param>
public sealed class ListArgument(string value) : IProcessArgument
{
    public string Value { get; } = value;

    public static ProcessArgumentBuilder Builder(IEnumerable<string> arguments)
    {
        var builder = new ProcessArgumentBuilder();
        foreach (var argument in arguments)
            builder.Append(new ListArgument(argument));
        return builder;
    }

    public string Render()
    {
        if (Value.Length > 0 && !Value.Any(c => char.IsWhiteSpace(c) || c == '"'))
            return Value;

        var text = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in Value)
        {
            // A backslash means itself, except before a quote, where it and its neighbours are halved.
            if (c == '"')
                text.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            text.Append(c);
        }

        return text.Append('\\', backslashes).Append('"').ToString();
    }

    public string RenderSafe() => Render();

    public override string ToString() => RenderSafe();
}
