using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Graph;

/// <summary>Writes a graph in the format that a file's name asks for.</summary>
public sealed class GraphFile(Paths paths)
{
    /// <param name="output">Relative to the repository; <c>.svg</c> is a drawing, <c>.mmd</c> Mermaid's text.</param>
    /// <exception cref="RunFailedException">No format has that name, or the file cannot be written.</exception>
    public void Write(TaskGraph graph, string output)
    {
        var text = Path.GetExtension(output).ToUpperInvariant() switch
        {
            ".SVG" => SvgGraph.Write(graph),
            ".MMD" => MermaidGraph.Write(graph),
            _ => throw new RunFailedException(ExitCodes.Configuration, $"{Options.Output}: a graph is drawn to a file that ends with .svg or .mmd, and '{output}' does not."),
        };
        try
        {
            var file = paths.InRepository(output);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.Configuration, $"{Options.Output}: '{output}' cannot be written: {refused.Message}");
        }
    }
}
