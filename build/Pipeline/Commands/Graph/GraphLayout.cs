namespace Slipway.Pipeline.Commands.Graph;

/// <summary>Places for the tasks of a graph, in pixels: one row for each layer, and the tasks that stand alone below them.</summary>
internal sealed class GraphLayout
{
    public const int Margin = 24;
    public const int LineHeight = 18;
    public const int Padding = 16;

    private const int CharacterWidth = 7;
    private const int ColumnGap = 24;
    private const int RowGap = 28;
    private const int Heading = 28;

    private readonly Dictionary<string, Box> _boxes = [];

    public GraphLayout(TaskGraph graph)
    {
        var tasks = graph.Layers.SelectMany(layer => layer).ToList();
        BoxWidth = (tasks.Concat(graph.Others).SelectMany(Lines).Select(line => line.Length).DefaultIfEmpty().Max() * CharacterWidth) + (2 * Padding);
        var y = Margin + Heading;
        foreach (var layer in graph.Layers)
        {
            Place(layer, y);
            y += layer.Max(Height) + RowGap;
        }

        Below = y;
        Width = (2 * Margin) + (Columns(graph) * (BoxWidth + ColumnGap)) - ColumnGap;
        TotalHeight = y + Margin + (graph.Others.Count == 0 ? 0 : (graph.Others.Count + 1) * LineHeight);
    }

    public int BoxWidth { get; }

    public int Width { get; }

    public int TotalHeight { get; }

    /// <summary>Where the tasks that stand alone begin.</summary>
    public int Below { get; }

    public Box this[string task] => _boxes[task];

    /// <summary>What is written in a task's box.</summary>
    public static IReadOnlyList<string> Lines(TaskNode task) => task.LeftOutBecause is { } reason ? [task.Name, task.Description, reason] : [task.Name, task.Description];

    private static int Columns(TaskGraph graph) => graph.Layers.Select(layer => layer.Count).DefaultIfEmpty(1).Max();

    private static int Height(TaskNode task) => (Lines(task).Count * LineHeight) + Padding;

    private void Place(IReadOnlyList<TaskNode> layer, int y)
    {
        for (var column = 0; column < layer.Count; column++)
            _boxes[layer[column].Name] = new(Margin + (column * (BoxWidth + ColumnGap)), y, BoxWidth, Height(layer[column]));
    }

    /// <summary>A rectangle, from its upper left corner.</summary>
    internal sealed record Box(int X, int Y, int Width, int Height)
    {
        public int Middle => X + (Width / 2);

        public int Bottom => Y + Height;
    }
}
