using System.Globalization;
using System.Text;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks;
using Slipway.Pipeline.Tasks.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>What came of a command, whose task ran on a real host of Cake, so that its failure has the exit code and the words that a user sees.</summary>
internal sealed record ReleaseRun(string Command, int ExitCode, string Output)
{
    public static async Task<ReleaseRun> OfAsync(string target, string command, string folder, ReleaseAccount account, Func<ILog, Interruption, Task> act)
    {
        using var interruption = new Interruption();
        var (text, status) = (new TextLog(), new ExitStatus());
        var host = CakeHost.Create()
            .ConfigureServices(services => services
                .AddSingleton(Arguments.Parse([$"--target={target}", "--env=production", .. target == "Promote" ? new[] { "--from=staging" } : []], TaskCatalogue.Targets))
                .AddSingleton(interruption)
                .AddSingleton(status)
                .AddSingleton(new Paths(folder))
                .AddSingleton<ICakeLog>(text)
                .AddSingleton(Substitute.For<ICakeReportPrinter>())
                .AddSingleton<IFrostingTask>(target == "Promote" ? new Promoting(act) : new Deploying(act)))
            .UseContext<BuildContext>();
        var answer = await account.RunAsync(Task.Run(() => host.Run([$"--target={target}"])));
        return new(command, status.After(answer), text.ToString());
    }

    public CommandResult ToResult() => new(ExitCode, Output, "");

    [TaskName("Deploy")]
    private sealed class Deploying(Func<ILog, Interruption, Task> act) : SlipwayTask
    {
        protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => act(new CakeLog(context.Log), context.Interruption);
    }

    [TaskName("Promote")]
    private sealed class Promoting(Func<ILog, Interruption, Task> act) : SlipwayTask
    {
        protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => act(new CakeLog(context.Log), context.Interruption);
    }

    /// <summary>What a terminal shows of it, without colours.</summary>
    private sealed class TextLog : ICakeLog
    {
        private readonly StringBuilder _text = new();

        public Verbosity Verbosity { get; set; } = Verbosity.Normal;

        public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
        {
            if (verbosity > Verbosity) return;
            lock (_text) _text.AppendFormat(CultureInfo.InvariantCulture, format, args).Append('\n');
        }

        public override string ToString()
        {
            lock (_text) return _text.ToString();
        }
    }
}
