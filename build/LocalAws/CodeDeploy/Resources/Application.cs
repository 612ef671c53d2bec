namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>An application of the compute platform ECS.</summary>
/// <param name="Groups">By name.</param>
public sealed record Application(string Name, string Id, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, DeploymentGroup> Groups)
{
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public Application With(DeploymentGroup group) => this with { Groups = new Dictionary<string, DeploymentGroup>(Groups) { [group.Name] = group } };

    public Application Without(string group) => this with { Groups = Groups.Where(known => known.Key != group).ToDictionary() };
}
