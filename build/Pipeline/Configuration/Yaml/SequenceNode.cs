namespace Slipway.Pipeline.Configuration.Yaml;

internal sealed record SequenceNode(Place Place, IReadOnlyList<Node> Items) : Node(Place, 1 + Items.Sum(item => item.Size))
{
    public override string Description => "a list";
}
