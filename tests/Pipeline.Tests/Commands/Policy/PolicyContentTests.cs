using Slipway.Pipeline.Deployment.Permissions;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>What the policies of a configuration allow, and to whom.</summary>
public sealed class PolicyContentTests
{
    [Test]
    public void The_policy_of_several_services_has_all_of_their_services_families_and_roles()
    {
        using var folder = PolicyCases.Folder("several");
        var policies = folder.Policies();
        var allowed = policies[0].Statements.SelectMany(statement => statement.Actions.SelectMany(action => statement.Resources.Select(resource => $"{action.Name} {resource}"))).ToList();

        Assert.That(policies.Select(policy => policy.Role), Is.EqualTo(new[] { "deployer", "codebuild", "codepipeline", "execution-web", "execution-worker", "task-web", "task-admin", "task-worker" }));
        Assert.That(Of("ecs:DescribeServices"), Is.EqualTo(Ecs("service/c/*", "service/c/shop-web", "service/c/shop-admin", "service/c/shop-worker")), "CleanRevisions asks for all of the cluster.");
        Assert.That(Of("ecs:UpdateService"), Is.EqualTo(Ecs("service/c/shop-admin", "service/c/shop-worker")), "CodeDeploy shifts the other.");
        Assert.That(Of("codedeploy:CreateDeployment"), Is.EqualTo(new[] { "arn:aws:codedeploy:eu-west-2:123456789012:deploymentgroup:shop-app/shop-group" }));
        Assert.That(Of("ecs:RegisterTaskDefinition"), Is.EqualTo(Ecs("task-definition/shop:*", "task-definition/shop-admin:*", "task-definition/shop-worker:*")));
        Assert.That(Of("iam:PassRole"), Is.EquivalentTo(((string[])["shop-execution", "shop-task", "worker-execution", "worker-task", "staging-scheduler", "FILL-IN"]).Select(role => $"arn:aws:iam::123456789012:role/{role}")));
        Assert.That(StatementsFor("Deploy").SelectMany(statement => statement.Actions.Where(action => action.Name == "ecs:RunTask").SelectMany(_ => statement.Resources)), Is.EqualTo(Ecs("task-definition/shop-worker:*")), "Only the worker has the migration's container.");
        Assert.That(Of("ecr:BatchGetImage"), Does.Contain("arn:aws:ecr:eu-west-2:123456789012:repository/team/router").And.None.Contains("metrics"));

        IEnumerable<string> Of(string action) => allowed.Where(one => one.StartsWith($"{action} ", StringComparison.Ordinal)).Select(one => one[(action.Length + 1)..]).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> Ecs(params IReadOnlyList<string> resources) => resources.Select(resource => $"arn:aws:ecs:eu-west-2:123456789012:{resource}").Order(StringComparer.Ordinal);
        IReadOnlyList<PolicyStatement> StatementsFor(string target) => folder.Policies("staging", target)[0].Statements;
    }

    [TestCase("before", "Deploy", 1)]
    [TestCase("after", "Deploy", 1)]
    [TestCase("before", "Continue", 0)]
    [TestCase("after", "Continue", 1)]
    public void What_a_release_runs_once_may_be_run_by_who_runs_it(string when, string target, int count)
    {
        using var folder = PolicyFolder.With($"{PolicyCases.EcsBlueGreen}\nrelease: {{ {when}: {{ name: warm, command: [warm] }} }}\n", PolicyCases.WithRoles);

        var actions = folder.Policies("staging", target)[0].Statements.SelectMany(statement => statement.Actions).Where(action => action.Name == "ecs:RunTask").ToList();

        Assert.That(actions.Select(action => action.Reason), Has.Exactly(count).StartsWith("what a release runs once"));
    }

    /// <summary>A role of the load balancer is passed to ECS itself, and those of tasks to its tasks (ECS developer guide).</summary>
    [Test]
    public void Who_has_ECS_shift_the_traffic_passes_the_role_of_the_load_balancer()
    {
        using var folder = PolicyCases.Folder("ecs-blue-green");
        var deployer = folder.Policies()[0];

        var passed = deployer.Statements.Where(statement => statement.Actions.Any(action => action.Name == "iam:PassRole")).ToDictionary(statement => statement.Sid, statement => (string.Join(' ', statement.Resources), $"{statement.Conditions.Single()}"));

        Assert.That(passed, Is.EqualTo(new Dictionary<string, (string, string)>
        {
            ["PassRole"] = ("arn:aws:iam::123456789012:role/shop-execution arn:aws:iam::123456789012:role/shop-task", "StringEquals iam:PassedToService ecs-tasks.amazonaws.com"),
            ["PassRoleToEcs"] = ("arn:aws:iam::123456789012:role/FILL-IN", "StringEquals iam:PassedToService ecs.amazonaws.com"),
        }));
        Assert.That(deployer.Remarks, Has.Some.Contains("loadBalancers[].advancedConfiguration.roleArn"));
    }

    [Test]
    public void What_a_service_definition_names_is_passed_and_tagged()
    {
        const string Definition =
            """
            {
              "serviceName": "s",
              "loadBalancers": [
                {
                  "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/blue/0123456789abcdef", "containerName": "app", "containerPort": 80,
                  "advancedConfiguration": {
                    "alternateTargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/green/0123456789abcdef",
                    "productionListenerRule": "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener-rule/app/shop/0123456789abcdef/0123456789abcdef/0123456789abcdef",
                    "roleArn": "arn:aws:iam::123456789012:role/balancer"
                  }
                }
              ],
              "deploymentConfiguration": { "strategy": "BLUE_GREEN" },
              "tags": [{ "key": "team", "value": "shop" }]
            }
            """;
        using var folder = PolicyFolder.With(PolicyCases.EcsBlueGreen.Replace("service: s }", "service: s, serviceDefinition: service.json }", StringComparison.Ordinal), PolicyCases.WithRoles, ("service.json", Definition));

        var statements = folder.Policies("staging", "Deploy")[0].Statements;

        Assert.That(statements.Single(statement => statement.Sid == "PassRoleToEcs").Resources, Is.EqualTo(new[] { "arn:aws:iam::123456789012:role/balancer" }));
        Assert.That(
            statements.Where(statement => statement.Actions.Any(action => action.Name == "ecs:TagResource")).SelectMany(statement => statement.Resources), Does.Contain("arn:aws:ecs:eu-west-2:123456789012:service/c/s"));
    }

    [TestCase("rolling", true, "ecs:UpdateService")]
    [TestCase("artifacts-only", false, "ecs:UpdateService")]
    [TestCase("blue-green", true, "codedeploy:CreateDeployment")]
    [TestCase("ecs-blue-green", true, null)]
    public void CodePipeline_has_the_deploy_action_of_the_strategy(string name, bool hasBuildspec, string? action)
    {
        using var folder = PolicyCases.Folder(name);

        var policies = folder.Policies();
        var pipeline = policies.Single(policy => policy.Role == "codepipeline");
        var deploys = pipeline.Statements.SelectMany(statement => statement.Actions.Select(one => one.Name)).Intersect(["ecs:UpdateService", "codedeploy:CreateDeployment"]);

        Assert.That(deploys, Is.EqualTo(action is null ? [] : new[] { action }));
        Assert.That(policies.Any(policy => policy.Role == "codebuild"), Is.EqualTo(hasBuildspec));
    }

    [Test]
    public void Without_a_buildspec_no_policy_of_a_build_service_is_printed()
    {
        using var folder = PolicyFolder.With(PolicyCases.CodeDeploy, PolicyCases.WithRoles);

        Assert.That(folder.Policies().Select(policy => policy.Role), Is.EqualTo(new[] { "deployer", "execution", "task" }));
    }

    /// <summary>CodeBuild user guide, "Allow CodeBuild to interact with other AWS services": what a service role has at least.</summary>
    [Test]
    public void CodeBuild_has_what_its_guide_says_of_logs_and_buckets()
    {
        using var folder = PolicyCases.Folder("blue-green");
        var allowed = folder.Policies().Single(policy => policy.Role == "codebuild").Statements.SelectMany(statement => statement.Actions.Select(action => $"{action.Name} {string.Join(' ', statement.Resources)}"));

        Assert.That(allowed, Is.SupersetOf(new[]
        {
            "logs:CreateLogGroup arn:aws:logs:eu-west-2:123456789012:log-group:/aws/codebuild/shop-staging",
            "logs:CreateLogStream arn:aws:logs:eu-west-2:123456789012:log-group:/aws/codebuild/shop-staging:log-stream:*",
            "logs:PutLogEvents arn:aws:logs:eu-west-2:123456789012:log-group:/aws/codebuild/shop-staging:log-stream:*",
            "s3:GetBucketAcl arn:aws:s3:::FILL-IN", "s3:GetBucketLocation arn:aws:s3:::FILL-IN",
            "s3:GetObject arn:aws:s3:::FILL-IN/*", "s3:GetObjectVersion arn:aws:s3:::FILL-IN/*", "s3:PutObject arn:aws:s3:::FILL-IN/*",
        }));
    }
}
