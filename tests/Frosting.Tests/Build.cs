using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Slipway.Frosting.Tests;

/// <summary>A build on a real host, engine and container, whose log, consoles and report are kept.</summary>
internal sealed class Build
{
    // The command line parser keeps the first terminal that it sees, so there is one for all builds.
    private static readonly StringWriter Screen = new() { NewLine = "\n" };

    private readonly Journal _journal = new();
    private readonly RecordingLog _log = new();
    private readonly TextConsole _console = new();
    private readonly RecordingReportPrinter _report = new();

    static Build() => AnsiConsole.Console = CreateTerminal();

    public Build() => Host.ConfigureServices(services => services
        .AddSingleton(_journal)
        .AddSingleton<ICakeLog>(_log)
        .AddSingleton<IConsole>(_console)
        .AddSingleton<ICakeReportPrinter>(_report));

    public CakeHost Host { get; } = CakeHost.Create();

    public Build Task<TTask>()
        where TTask : class, IFrostingTask => Services(services => services.AddSingleton<IFrostingTask, TTask>());

    public Build Services(Action<IServiceCollection> services)
    {
        Host.ConfigureServices(services);
        return this;
    }

    public Outcome Run(params string[] arguments)
    {
        Screen.GetStringBuilder().Clear();
        var exitCode = Host.Run(arguments);

        return new Outcome(exitCode, _journal.Entries, _log.Lines, _report.Lines, Trimmed(_console.Text + Screen));
    }

    private static IAnsiConsole CreateTerminal()
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Screen),
        });
        terminal.Profile.Width = 100;
        return terminal;
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
}
