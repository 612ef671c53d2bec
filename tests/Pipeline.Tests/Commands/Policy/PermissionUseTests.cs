using Slipway.Aws.Permissions;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Foundation.Output;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>A policy beside what is used of it. The uses here are made from the policy's own statements: one for each action and resource that it allows.</summary>
public sealed class PermissionUseTests
{
    private const string Role = "arn:aws:iam::170904582664:role/deployer";

    private static readonly RolePolicy Deployer = PolicyFolder.Sample.Policies()[0];

    private static readonly IReadOnlyList<PermissionUsed> Uses =
        [.. from statement in Deployer.Statements from action in statement.Actions from resource in statement.Resources select new PermissionUsed(Role, action.Name, Use(statement, action.Name, resource))];

    [Test]
    public void The_policy_allows_each_of_its_uses()
    {
        var use = PermissionUse.Compare(Deployer, Uses);

        Assert.That(use.Missing, Is.Empty);
        Assert.That(use.Idle, Is.Empty);
    }

    [Test]
    public void Without_any_single_statement_its_actions_are_refused_and_named()
    {
        foreach (var statement in Deployer.Statements)
        {
            var reduced = Deployer with { Statements = [.. Deployer.Statements.Where(other => other != statement)] };

            var missing = PermissionUse.Compare(reduced, Uses).Missing.Select(one => one.Request.Action).Distinct();

            Assert.That(missing, Is.Not.Empty.And.SubsetOf(statement.Actions.Select(action => action.Name)), statement.Sid);
        }
    }

    [Test]
    public void Used_and_granted_are_shown_beside_each_other()
    {
        var terminal = new TextTerminal();
        var granted = Deployer with { Statements = [new("Service", [("ecs:DescribeServices", "why"), ("ecs:UpdateService", "why")], ["arn:aws:ecs:eu-west-2:170904582664:service/staging/*"], [])] };
        var nothing = new Dictionary<string, IReadOnlyList<string>>();

        UsedReport.Write(
            PermissionUse.Compare(granted,
            [
                new(Role, "DescribeServices", new("ecs:DescribeServices", "arn:aws:ecs:eu-west-2:170904582664:service/staging/staging-app", nothing)),
                new(Role, "DescribeServices", new("ecs:DescribeServices", "arn:aws:ecs:eu-west-2:170904582664:service/production/app", nothing)),
                new(Role, "CreateCluster", new("ecs:CreateCluster", "arn:aws:ecs:eu-west-2:170904582664:cluster/local", nothing)),
            ]),
            terminal);

        Assert.That(terminal.Text, Is.EqualTo(
            """
            The rehearsal used 1 of 2 permissions of the deployer's policy.

            1 used:
              ecs:DescribeServices (Service)

            1 not used by what was rehearsed:
              ecs:UpdateService (Service)

            1 used, and not granted:
              ecs:DescribeServices on arn:aws:ecs:eu-west-2:170904582664:service/production/app (DescribeServices)

            """));
    }

    [Test]
    public void Without_a_record_the_user_is_told_how_to_get_one()
    {
        var refused = Assert.Throws<RunFailedException>(() => UsedPermissions.Read("/nowhere/permissions.json"));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Prerequisite, "There is no record of a rehearsal in /nowhere/permissions.json: Could not find a part of the path '/nowhere/permissions.json'. Rehearse first: --target=Deploy --env=local.")));
    }

    [Test]
    public void Uses_of_a_role_are_those_of_that_role()
    {
        var all = new UsedPermissions([new(Role, "A", Uses[0].Request), new("arn:aws:iam::170904582664:user/local", "B", Uses[0].Request)], IsComplete: true);

        Assert.That(all.Of(Role).Uses.Select(use => use.Operation), Is.EqualTo(new[] { "A" }));
        Assert.That(
            Assert.Throws<RunFailedException>(() => all.Of("arn:aws:iam::170904582664:role/other"))!.Message,
            Is.EqualTo($"The record of the rehearsal has nothing of arn:aws:iam::170904582664:role/other, but of {Role}, arn:aws:iam::170904582664:user/local. Rehearse with the role, or compare another environment."));
    }

    [TestCase("{", "Expected depth")]
    [TestCase("[]", "it has no 'uses', or no 'isComplete'.")]
    [TestCase("""{ "isComplete": true, "uses": [{ "operation": "A" }] }""", "is no use.")]
    public void A_record_that_cannot_be_read_is_told_with_its_reason(string text, string problem)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        try
        {
            var refused = Assert.Throws<RunFailedException>(() => UsedPermissions.Read(file));

            Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
            Assert.That(refused.Message, Does.StartWith($"The record of a rehearsal in {file} cannot be read: ").And.Contain(problem).And.EndWith("Remove it, and rehearse again: --target=Deploy --env=local."));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What is created has the tags of the task definition's own, too.</summary>
    private static PermissionRequest Use(PolicyStatement statement, string action, string resource)
    {
        var context = statement.Conditions.ToDictionary(condition => condition.Key, IReadOnlyList<string> (condition) => [Concrete(condition.Values[0])]);
        if (context.ContainsKey("ecs:CreateAction")) context["aws:TagKeys"] = ["slipway:build", "team"];
        return new(action, Concrete(resource), context);
    }

    /// <summary>Something that the wildcards stand for; a request for everything stays one.</summary>
    private static string Concrete(string pattern) => pattern == "*" ? pattern : pattern.Replace('*', 'x').Replace('?', 'x');
}
