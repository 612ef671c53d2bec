using Slipway.Aws;
using Slipway.Aws.Permissions;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>Collects what is allowed, and merges it to statements: actions on the same resources under the same conditions are one.</summary>
internal sealed class PolicyBuilder
{
    /// <summary>The statement of actions that AWS allows on everything only.</summary>
    private const string OnEverything = "OnEverything";

    private readonly List<Grant> _grants = [];

    /// <summary>Allows an operation of Slipway's with all that it needs by <see cref="AwsPermissions"/>.</summary>
    /// <param name="service">As in that table.</param>
    /// <param name="values">One set of names for each resource; an action on what the set has no name for is left out where that is optional.</param>
    public void AllowOperation(string sid, string reason, string service, string operation, IEnumerable<IReadOnlyDictionary<string, string>> values)
    {
        var row = AwsPermissions.Get(service, operation);
        foreach (var set in values)
        {
            foreach (var action in row.Actions.Where(action => !Lacks(action.Resource, set)))
            {
                var isOwn = action == row.Actions[0] || action.Because is null;
                var why = isOwn ? reason : $"{action.Because}{(action.IsUnconfirmed ? " (not confirmed)" : "")}";
                var conditions = action.Conditions.Select(condition => new PolicyCondition(condition.Operator, condition.Key, [condition.Fill(set)])).ToList();
                _grants.Add(new(isOwn ? sid : SidOf(action), why, isOwn ? null : operation, action.Action, action.Resource.Fill(set), conditions));
            }
        }
    }

    /// <summary>Allows an action that others than Slipway carry out: an agent, a build service.</summary>
    public void Allow(string sid, string reason, IEnumerable<string> actions, IEnumerable<string> resources, params PolicyCondition[] conditions) =>
        _grants.AddRange(from action in actions from resource in resources select new Grant(sid, reason, Operation: null, action, resource, conditions));

    /// <summary>In the order in which they were allowed first.</summary>
    public IReadOnlyList<PolicyStatement> Build()
    {
        var actions = _grants.GroupBy(grant => (grant.Sid, grant.Action, Conditions: Key(grant.Conditions))).Select(same => (
            same.First().Sid, same.Key.Action, same.Key.Conditions, Resources: same.Select(grant => grant.Resource).Distinct().Order(StringComparer.Ordinal).ToList(), Grants: same.ToList()));
        var statements = actions.GroupBy(action => $"{string.Join(' ', action.Resources)}|{action.Conditions}").Select(same => new PolicyStatement(
            same.First().Resources is ["*"] && same.First().Conditions.Length == 0 ? OnEverything : same.First().Sid,
            [.. same.SelectMany(action => action.Grants).GroupBy(grant => grant.Action).OrderBy(of => of.Key, StringComparer.Ordinal).Select(of => (of.Key, Reasons(of)))],
            same.First().Resources,
            same.First().Grants[0].Conditions)).ToList();
        return [.. statements.Select((statement, index) => statement with { Sid = Numbered(statement.Sid, statements.Take(index).Count(other => other.Sid == statement.Sid)) })];
    }

    /// <summary>Each reason once; that of an action which an operation needs beside its own, with the operations.</summary>
    private static string Reasons(IEnumerable<Grant> grants) => string.Join("; ", grants.GroupBy(grant => grant.Reason)
        .Select(same => same.First().Operation is null ? same.Key : $"{string.Join(", ", same.Select(grant => grant.Operation).Distinct())}: {same.Key}"));

    private static bool Lacks(ResourceShape shape, IReadOnlyDictionary<string, string> values) =>
        PolicyScope.Optional.Any(name => shape.Arn.Contains($"{{{name}}}", StringComparison.Ordinal) && !values.ContainsKey(name));

    /// <summary>The kind of what an operation needs beside its own action: <c>PassRole</c>, <c>ListBucket</c>; tags by what makes them, roles by who gets them.</summary>
    private static string SidOf(RequiredAction action) => action.Action.Split(':')[1] + action.Conditions switch
    {
        [{ Key: "ecs:CreateAction", Value: var maker }] => $"At{maker}",
        [{ Key: "iam:PassedToService", Value: "ecs.amazonaws.com" }] => "ToEcs",
        [{ Key: "iam:PassedToService", Value: "scheduler.amazonaws.com" }] => "ToScheduler",
        _ => "",
    };

    private static string Numbered(string sid, int before) => before == 0 ? sid : $"{sid}{before + 1}";

    private static string Key(IReadOnlyList<PolicyCondition> conditions) => string.Join('&', conditions);

    /// <param name="Operation">That needs the action beside its own; null for its own.</param>
    private sealed record Grant(string Sid, string Reason, string? Operation, string Action, string Resource, IReadOnlyList<PolicyCondition> Conditions);
}
