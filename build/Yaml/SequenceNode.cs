namespace Slipway.Yaml;

public sealed record SequenceNode(Place Place, IReadOnlyList<Node> Items) : Node(Place, SizeOf(Items))
{
    public override string Description => "a list";
}
