using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Graph;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks;

/// <summary>Draws the tasks of an environment: which run, in which order, and which are left out.</summary>
[TaskName("Graph")]
[TaskDescription("Draw the tasks that an environment runs")]
[NeedsEnvironment]
public sealed class Graph(GraphFile file, ITerminal terminal) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var graph = TaskGraph.Of(context.Settings, TaskCatalogue.Nodes);
        if (context.Invocation.Get(Options.Output) is { } output)
        {
            file.Write(graph, output);
            context.Log.Information("Drew {0} to {1}.", graph.Title, output);
        }
        else
        {
            terminal.WriteLine(MermaidGraph.Write(graph));
            context.Log.Information("For a drawing, name a file: {0}=graph.svg", Options.Output);
        }

        return Task.CompletedTask;
    }
}
