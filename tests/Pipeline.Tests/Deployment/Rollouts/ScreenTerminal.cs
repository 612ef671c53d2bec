using Spectre.Console;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>A terminal of 80 columns and 24 lines, for Spectre to write to.</summary>
internal static class ScreenTerminal
{
    public static IAnsiConsole On(Screen screen, bool ansi = true, bool interactive = true) => AnsiConsole.Create(new()
    {
        Out = new Output(screen),
        Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Enrichment = new() { UseDefaultEnrichers = false },
    });

    private sealed class Output(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // It has only one.
        }
    }
}
