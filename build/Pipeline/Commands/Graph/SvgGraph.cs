using System.Globalization;
using System.Xml.Linq;

namespace Slipway.Pipeline.Commands.Graph;

/// <summary>The graph as a drawing, in light and dark, that needs nothing but a browser.</summary>
public static class SvgGraph
{
    private const int ArrowHead = 6;
    private const string Style = """

        svg { color-scheme: light dark; font: 12px system-ui, sans-serif; }
        .paper { fill: #ffffff; } text { fill: #1f2328; } .quiet { fill: #59636e; }
        rect.task { fill: #eef4fb; stroke: #4a7fb5; } rect.left-out { fill: none; stroke: #8c959f; stroke-dasharray: 4 4; }
        path { fill: none; stroke: #59636e; } polygon { fill: #59636e; } .name { font-weight: 600; font-size: 14px; } .title { font-weight: 600; font-size: 16px; }
        @media (prefers-color-scheme: dark) {
          .paper { fill: #0d1117; } text { fill: #e6edf3; } .quiet { fill: #9198a1; }
          rect.task { fill: #14243a; stroke: #5b93cc; } path { stroke: #9198a1; } polygon { fill: #9198a1; }
        }

        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Write(TaskGraph graph)
    {
        var layout = new GraphLayout(graph);
        var tasks = graph.Layers.SelectMany(layer => layer).ToList();
        var drawing = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {layout.Width} {layout.TotalHeight}"), new XAttribute("width", layout.Width), new XAttribute("height", layout.TotalHeight),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", $"Tasks of {graph.Title}"),
            new XElement(Svg + "style", Style),
            new XElement(Svg + "rect", new XAttribute("class", "paper"), new XAttribute("width", "100%"), new XAttribute("height", "100%")),
            Text(graph.Title, "title", GraphLayout.Margin, GraphLayout.Margin + GraphLayout.Padding),
            tasks.SelectMany(task => task.DependsOn.SelectMany(before => Arrow(layout[before], layout[task.Name]))),
            tasks.SelectMany(task => Box(task, layout[task.Name])),
            Others(graph.Others, layout.Below));
        return drawing + "\n";
    }

    private static IEnumerable<XElement> Box(TaskNode task, GraphLayout.Box box)
    {
        yield return new(
            Svg + "rect", new XAttribute("class", task.LeftOutBecause is null ? "task" : "left-out"), new XAttribute("rx", 6),
            new XAttribute("x", box.X), new XAttribute("y", box.Y), new XAttribute("width", box.Width), new XAttribute("height", box.Height));
        foreach (var (index, line) in GraphLayout.Lines(task).Index())
            yield return Text(line, index == 0 ? "name" : "quiet", box.X + GraphLayout.Padding, box.Y + ((index + 1) * GraphLayout.LineHeight) + 3);
    }

    private static IEnumerable<XElement> Arrow(GraphLayout.Box before, GraphLayout.Box after)
    {
        var (x, y) = (after.Middle, after.Y);
        var half = (y - before.Bottom) / 2;
        yield return new(Svg + "path", new XAttribute("d", string.Create(
            CultureInfo.InvariantCulture, $"M {before.Middle} {before.Bottom} C {before.Middle} {before.Bottom + half} {x} {y - half} {x} {y - ArrowHead}")));
        yield return new(Svg + "polygon", new XAttribute("points", string.Create(
            CultureInfo.InvariantCulture, $"{x} {y} {x - (ArrowHead / 2)} {y - ArrowHead} {x + (ArrowHead / 2)} {y - ArrowHead}")));
    }

    private static IEnumerable<XElement> Others(IReadOnlyList<TaskNode> tasks, int top)
    {
        if (tasks.Count == 0) yield break;
        yield return Text("Other targets", "name", GraphLayout.Margin, top + GraphLayout.LineHeight);
        foreach (var (index, task) in tasks.Index())
            yield return Text($"{task.Name}: {task.Description}", "quiet", GraphLayout.Margin, top + ((index + 2) * GraphLayout.LineHeight));
    }

    private static XElement Text(string text, string style, int x, int y) =>
        new(Svg + "text", new XAttribute("class", style), new XAttribute("x", x), new XAttribute("y", y), text);
}
