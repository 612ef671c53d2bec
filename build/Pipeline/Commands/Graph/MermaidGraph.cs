using System.Text;

namespace Slipway.Pipeline.Commands.Graph;

/// <summary>The graph as a Mermaid flowchart, which code hosts draw where it is in a Markdown file. Without the tasks that stand alone.</summary>
public static class MermaidGraph
{
    public static string Write(TaskGraph graph)
    {
        var text = new StringBuilder($"---\ntitle: {graph.Title}\n---\nflowchart TD\n");
        var tasks = graph.Layers.SelectMany(layer => layer).ToList();
        foreach (var task in tasks) text.Append(Node(task));
        foreach (var task in tasks)
        {
            foreach (var before in task.DependsOn) text.Append("    ").Append(before).Append(" --> ").Append(task.Name).Append('\n');
        }

        return text.Append("    classDef leftOut stroke-dasharray: 4 4,opacity: 0.6\n").ToString();
    }

    private static string Node(TaskNode task) => task.LeftOutBecause is { } reason
        ? $"    {task.Name}[\"{task.Name}<br/>{Escape(task.Description)}<br/>{Escape(reason)}\"]:::leftOut\n"
        : $"    {task.Name}[\"{task.Name}<br/>{Escape(task.Description)}\"]\n";

    // Mermaid's own escapes: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    private static string Escape(string text) => text.Replace("#", "#35;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;");
}
