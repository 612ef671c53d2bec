namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>The Compose services that become one service of ECS.</summary>
/// <param name="Name">Of the service in <c>deploy.services</c>.</param>
/// <param name="Main">The one that it is there for.</param>
/// <param name="Members">All containers of its task, in the order of the Compose file.</param>
public sealed record ServiceGroup(string Name, ComposeService Main, IReadOnlyList<ComposeService> Members)
{
    /// <summary>Names of the groups that are moved before it, in the order of the Compose file.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public bool Has(string service) => Members.Any(member => member.Name == service);
}
