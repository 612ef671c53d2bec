using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Configuration.Yaml;

internal sealed record SequenceNode(Place Place, IReadOnlyList<Node> Items) : Node(Place, SizeOf(Items))
{
    public override string Description => "a list";
}
