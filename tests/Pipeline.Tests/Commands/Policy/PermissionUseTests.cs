using Slipway.Aws.Permissions;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>
/// What whole runs of Deploy, Status, Logs, Diff, Run, Verify, Rollback and Unlock used, as LocalAws has recorded it, beside the policy of the same environment. The record is written anew by
/// <c>SLIPWAY_RENEW=1 dotnet test tests/Rehearsal.Tests --filter "FullyQualifiedName~LeastPrivilege"</c>.
/// </summary>
public sealed class PermissionUseTests
{
    private static readonly string Record = Path.Join(Workspace.Repository, "tests/Pipeline.Tests/Commands/Policy/Golden/permissions.json");

    private static readonly IReadOnlyList<(string Operation, PermissionRequest Request)> Uses = UsedPermissions.Read(Record);

    private static readonly RolePolicy Deployer = PolicyFolder.Sample.Policies()[0];

    [Test]
    public void The_policy_allows_everything_that_was_used() => Assert.That(PermissionUse.Compare(Deployer, Uses).Missing, Is.Empty);

    /// <summary>By statement, what was used of it: without that one the run is refused, and the refusal names the action.</summary>
    [Test]
    public void Without_any_single_statement_that_the_runs_used_something_that_they_did_is_refused()
    {
        var used = PermissionUse.Compare(Deployer, Uses).Used.Select(grant => grant.Sid).Distinct().ToList();

        var needless = used.Where(sid => PermissionUse.Compare(Deployer with { Statements = [.. Deployer.Statements.Where(statement => statement.Sid != sid)] }, Uses).Missing.Count == 0);

        Assert.That(needless, Is.Empty);
        Assert.That(used, Has.Count.GreaterThanOrEqualTo(Deployer.Statements.Count / 2));
    }

    [Test]
    public void Without_any_single_action_that_the_runs_used_that_action_is_refused()
    {
        foreach (var (sid, action) in PermissionUse.Compare(Deployer, Uses).Used)
        {
            var reduced = Deployer.Statements.Select(statement => statement.Sid == sid ? statement with { Actions = [.. statement.Actions.Where(other => other.Name != action)] } : statement).Where(statement => statement.Actions.Count > 0);

            Assert.That(PermissionUse.Compare(Deployer with { Statements = [.. reduced] }, Uses).Missing.Select(missing => missing.Request.Action), Does.Contain(action), $"{action} in {sid}");
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
                ("DescribeServices", new("ecs:DescribeServices", "arn:aws:ecs:eu-west-2:170904582664:service/staging/staging-app", nothing)),
                ("DescribeServices", new("ecs:DescribeServices", "arn:aws:ecs:eu-west-2:170904582664:service/production/app", nothing)),
                ("CreateCluster", new("ecs:CreateCluster", "arn:aws:ecs:eu-west-2:170904582664:cluster/local", nothing)),
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
}
