using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>Lines of containers for people: when, which task, which container, and the line, with a colour for each container.</summary>
internal sealed class LogText(ITerminal console)
{
    private static readonly ConsoleColor[] Colours = [ConsoleColor.Cyan, ConsoleColor.Yellow, ConsoleColor.Green, ConsoleColor.Magenta, ConsoleColor.Blue];

    private readonly Dictionary<string, ConsoleColor> _colours = new(StringComparer.Ordinal);

    public void Write(LogLine line)
    {
        if (!_colours.TryGetValue(line.Container, out var colour)) _colours[line.Container] = colour = Colours[_colours.Count % Colours.Length];
        console.ForegroundColor = colour;
        console.Write($"{Timestamps.Text(line.Time)} {TaskId.FirstDigits(line.Task)} {line.Container}");
        console.ResetColor();
        console.WriteLine($" {line.Message}");
    }
}
