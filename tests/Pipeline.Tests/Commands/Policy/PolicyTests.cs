using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Permissions;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;
using Slipway.Testing.Authorization;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>The policies of whole configurations, as they are printed and written, and by what AWS says about their actions.</summary>
public sealed class PolicyTests
{
    private const string Renew = "SLIPWAY_RENEW";

    private const string CodeDeploy =
        """
        application: shop
        region: eu-west-2
        account: "123456789012"
        role: "arn:aws:iam::{account}:role/{env}-deployer"
        registry: "210987654321.dkr.ecr.eu-central-1.amazonaws.com"
        images: { app: { repository: shop/app } }
        secrets:
          - { from: "secretsmanager://shop/{env}/key", variable: APP_KEY }
          - { from: "ssm:///shop/{env}/token", variable: TOKEN }
        migrate: { service: app, command: [migrate], in: cluster }
        environments:
          staging:
            deploy: { strategy: blue-green, cluster: c, service: s, lock: "s3://locks/{env}.lock", scan: { fail: high }, codeDeploy: { application: shop-app, deploymentGroup: shop-group } }
        """;

    private const string ArtifactsOnly =
        """
        application: shop
        region: us-gov-west-1
        account: "123456789012"
        images: { app: { repository: shop/app } }
        environments:
          staging: { deploy: { strategy: artifacts-only, cluster: c, service: s } }
        """;

    private static readonly string EcsBlueGreen = ArtifactsOnly.Replace("us-gov-west-1", "eu-west-2", StringComparison.Ordinal).Replace("artifacts-only", "ecs-blue-green", StringComparison.Ordinal);

    /// <summary>A web service that CodeDeploy shifts, another that ECS shifts, and a worker with a role of its own that is rolled.</summary>
    private const string Several =
        """
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { app: { repository: shop/app }, worker: { repository: shop/worker } }
        migrate: { service: worker, command: [migrate], in: cluster }
        environments:
          staging:
            deploy:
              cluster: c
              strategy: rolling
              lock: "s3://locks/{env}.lock"
              services:
                web: { service: shop-web, strategy: blue-green, taskDefinition: taskdefs/staging-taskdef.json, codeDeploy: { application: shop-app, deploymentGroup: shop-group } }
                admin: { service: shop-admin, strategy: ecs-blue-green }
                worker: { service: shop-worker, after: web }
        """;

    private const string Admin =
        """
        {
          "family": "shop-admin",
          "executionRoleArn": "arn:aws:iam::123456789012:role/shop-execution",
          "containerDefinitions": [{ "name": "admin", "image": "<APP>", "portMappings": [{ "containerPort": 80 }] }]
        }
        """;

    private const string Worker =
        """
        {
          "family": "shop-worker",
          "executionRoleArn": "arn:aws:iam::123456789012:role/worker-execution",
          "taskRoleArn": "arn:aws:iam::123456789012:role/worker-task",
          "containerDefinitions": [
            { "name": "worker", "image": "<WORKER>" },
            { "name": "router", "image": "123456789012.dkr.ecr.eu-west-2.amazonaws.com/team/router:3" },
            { "name": "metrics", "image": "public.ecr.aws/team/metrics:1" }
          ]
        }
        """;

    private static readonly (string Path, string Text) Buildspec = ("buildspec-staging.yml", "version: 0.2\n");

    private const string WithRoles =
        """
        {
          "family": "shop",
          "networkMode": "awsvpc",
          "executionRoleArn": "arn:aws:iam::123456789012:role/shop-execution",
          "taskRoleArn": "shop-task",
          "containerDefinitions": [
            {
              "name": "app",
              "image": "<APP>",
              "portMappings": [{ "containerPort": 80 }],
              "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-2:123456789012:secret:hub-AbCdEf" },
              "secrets": [
                { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-2:123456789012:secret:shop/a-AbCdEf:key::" },
                { "name": "B", "valueFrom": "/shop/b" }
              ],
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1", "awslogs-create-group": "true", "awslogs-stream-prefix": "app" } }
            }
          ]
        }
        """;

    private static readonly (string Name, Func<PolicyFolder> Folder)[] Cases =
    [
        ("rolling", () => PolicyFolder.Sample),
        ("blue-green", () => PolicyFolder.With(CodeDeploy, WithRoles, Buildspec)),
        ("ecs-blue-green", () => PolicyFolder.With(EcsBlueGreen, WithRoles, Buildspec)),
        ("artifacts-only", () => PolicyFolder.With(ArtifactsOnly, WithRoles)),
        ("several", () => PolicyFolder.With(Several, WithRoles, Buildspec, ("taskdefs/staging-admin-taskdef.json", Admin), ("taskdefs/staging-worker-taskdef.json", Worker))),
    ];

    private static IEnumerable<string> Names => Cases.Select(one => one.Name);

    [TestCaseSource(nameof(Names))]
    public void What_is_printed_is_the_golden_file(string name)
    {
        using var folder = Cases.First(one => one.Name == name).Folder();
        var terminal = new TextTerminal();

        PolicyText.Write(folder.Policies(), terminal, width: null);

        Compare($"{name}.txt", terminal.Text);
    }

    [Test]
    public void The_documents_are_the_golden_files()
    {
        using var codeDeploy = PolicyFolder.With(CodeDeploy, WithRoles);

        foreach (var policy in PolicyFolder.Sample.Policies()) Compare($"rolling-{policy.Role}.json", policy.ToText());
        Compare("blue-green-deployer.json", codeDeploy.Policies()[0].ToText());
    }

    [TestCaseSource(nameof(Names))]
    public void Every_action_resource_and_condition_key_is_one_of_AWS(string name)
    {
        using var folder = Cases.First(one => one.Name == name).Folder();

        var problems =
            from policy in folder.Policies()
            from statement in policy.Statements
            from action in statement.Actions
            from resource in statement.Resources
            let problem = ServiceAuthorization.Extract.Problem(action.Name, resource.Replace("aws-us-gov", "aws", StringComparison.Ordinal), [.. statement.Conditions.Select(condition => condition.Key)])
            where problem is not null
            select $"{policy.Role} {statement.Sid}: {problem}";

        Assert.That(problems, Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void A_document_is_a_policy_with_unique_statements_and_that_of_one_service_fits_a_managed_policy(string name)
    {
        using var folder = Cases.First(one => one.Name == name).Folder();

        foreach (var policy in folder.Policies())
        {
            Assert.That(() => IdentityPolicy.Parse(policy.ToText()), Throws.Nothing, policy.Role);
            Assert.That(policy.Statements.Select(statement => statement.Sid), Is.Unique.And.All.Match("^[A-Za-z0-9]+$"), policy.Role);
            Assert.That(policy.IsTooLarge, Is.EqualTo(name == "several" && policy.Role == "deployer"), $"{policy.Role}: {policy.Characters}");
        }
    }

    [Test]
    public void A_policy_for_one_target_has_what_that_target_calls_and_no_more()
    {
        var deployer = PolicyFolder.Sample.Policies("staging", "Logs")[0];

        Assert.That(deployer.Statements.SelectMany(statement => statement.Actions.Select(action => action.Name)).Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListTasks", "logs:FilterLogEvents",
        }));
        Assert.That(PolicyFolder.Sample.Policies("staging", "Verify")[0].Statements, Is.Empty);
    }

    [Test]
    public void The_policy_of_several_services_has_all_of_their_services_families_and_roles()
    {
        using var folder = Cases.First(one => one.Name == "several").Folder();
        var policies = folder.Policies();
        var allowed = policies[0].Statements.SelectMany(statement => statement.Actions.SelectMany(action => statement.Resources.Select(resource => $"{action.Name} {resource}"))).ToList();

        Assert.That(policies.Select(policy => policy.Role), Is.EqualTo(new[] { "deployer", "codebuild", "codepipeline", "execution-web", "execution-worker", "task-web", "task-admin", "task-worker" }));
        Assert.That(Of("ecs:DescribeServices"), Is.EqualTo(Ecs("service/c/*", "service/c/shop-web", "service/c/shop-admin", "service/c/shop-worker")), "CleanRevisions asks for all of the cluster.");
        Assert.That(Of("ecs:UpdateService"), Is.EqualTo(Ecs("service/c/shop-admin", "service/c/shop-worker")), "CodeDeploy shifts the other.");
        Assert.That(Of("codedeploy:CreateDeployment"), Is.EqualTo(new[] { "arn:aws:codedeploy:eu-west-2:123456789012:deploymentgroup:shop-app/shop-group" }));
        Assert.That(Of("ecs:RegisterTaskDefinition"), Is.EqualTo(Ecs("task-definition/shop:*", "task-definition/shop-admin:*", "task-definition/shop-worker:*")));
        Assert.That(Of("iam:PassRole"), Is.EquivalentTo(((string[])["shop-execution", "shop-task", "worker-execution", "worker-task", "FILL-IN"]).Select(role => $"arn:aws:iam::123456789012:role/{role}")));
        Assert.That(StatementsFor("Deploy").SelectMany(statement => statement.Actions.Where(action => action.Name == "ecs:RunTask").SelectMany(_ => statement.Resources)), Is.EqualTo(Ecs("task-definition/shop-worker:*")), "Only the worker has the migration's container.");
        Assert.That(Of("ecr:BatchGetImage"), Does.Contain("arn:aws:ecr:eu-west-2:123456789012:repository/team/router").And.None.Contains("metrics"));

        IEnumerable<string> Of(string action) => allowed.Where(one => one.StartsWith($"{action} ", StringComparison.Ordinal)).Select(one => one[(action.Length + 1)..]).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> Ecs(params IReadOnlyList<string> resources) => resources.Select(resource => $"arn:aws:ecs:eu-west-2:123456789012:{resource}").Order(StringComparer.Ordinal);
        IReadOnlyList<PolicyStatement> StatementsFor(string target) => folder.Policies("staging", target)[0].Statements;
    }

    /// <summary>A role of the load balancer is passed to ECS itself, and those of tasks to its tasks (ECS developer guide).</summary>
    [Test]
    public void Who_has_ECS_shift_the_traffic_passes_the_role_of_the_load_balancer()
    {
        using var folder = Cases.First(one => one.Name == "ecs-blue-green").Folder();
        var deployer = folder.Policies()[0];

        var passed = deployer.Statements.Where(statement => statement.Actions.Any(action => action.Name == "iam:PassRole")).ToDictionary(statement => statement.Sid, statement => (string.Join(' ', statement.Resources), $"{statement.Conditions.Single()}"));

        Assert.That(passed, Is.EqualTo(new Dictionary<string, (string, string)>
        {
            ["PassRole"] = ("arn:aws:iam::123456789012:role/shop-execution arn:aws:iam::123456789012:role/shop-task", "StringEquals iam:PassedToService ecs-tasks.amazonaws.com"),
            ["PassRoleToEcs"] = ("arn:aws:iam::123456789012:role/FILL-IN", "StringEquals iam:PassedToService ecs.amazonaws.com"),
        }));
        Assert.That(deployer.Remarks, Has.Some.Contains("loadBalancers[].advancedConfiguration.roleArn"));
    }

    [TestCase("rolling", true, "ecs:UpdateService")]
    [TestCase("artifacts-only", false, "ecs:UpdateService")]
    [TestCase("blue-green", true, "codedeploy:CreateDeployment")]
    [TestCase("ecs-blue-green", true, null)]
    public void CodePipeline_has_the_deploy_action_of_the_strategy(string name, bool hasBuildspec, string? action)
    {
        using var folder = Cases.First(one => one.Name == name).Folder();

        var policies = folder.Policies();
        var pipeline = policies.Single(policy => policy.Role == "codepipeline");
        var deploys = pipeline.Statements.SelectMany(statement => statement.Actions.Select(one => one.Name)).Intersect(["ecs:UpdateService", "codedeploy:CreateDeployment"]);

        Assert.That(deploys, Is.EqualTo(action is null ? [] : new[] { action }));
        Assert.That(policies.Any(policy => policy.Role == "codebuild"), Is.EqualTo(hasBuildspec));
    }

    [Test]
    public void Without_a_buildspec_no_policy_of_a_build_service_is_printed()
    {
        using var folder = PolicyFolder.With(CodeDeploy, WithRoles);

        Assert.That(folder.Policies().Select(policy => policy.Role), Is.EqualTo(new[] { "deployer", "execution", "task" }));
    }

    /// <summary>CodeBuild user guide, "Allow CodeBuild to interact with other AWS services": what a service role has at least.</summary>
    [Test]
    public void CodeBuild_has_what_its_guide_says_of_logs_and_buckets()
    {
        using var folder = Cases.First(one => one.Name == "blue-green").Folder();
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

    [Test]
    public void Every_target_that_is_asked_for_is_a_target() =>
        Assert.That(Options.For.Values.Except(Slipway.Pipeline.Tasks.TaskCatalogue.Targets.Select(target => target.Name)), Is.Empty);

    [TestCase("Deploy,Logs", null)]
    [TestCase("deploy", null)]
    [TestCase("Deplyo", "'Deplyo' is not a target that calls AWS; did you mean 'Deploy'?")]
    [TestCase(",", "it names no target")]
    public void The_targets_of_a_policy_are_checked(string value, string? problem) => Assert.That(Options.For.Check!(value), Is.EqualTo(problem));

    [Test]
    public void Without_an_account_there_is_no_policy()
    {
        using var folder = PolicyFolder.With(ArtifactsOnly.Replace("account: \"123456789012\"\n", "", StringComparison.Ordinal), WithRoles);

        var refused = Assert.Throws<RunFailedException>(() => folder.Policies());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, $"{Path.Combine(folder.Root, "slipway.yml")}: a policy names the account that it is for. Write 'account', twelve digits.")));
    }

    [Test]
    public void Secrets_whose_address_has_a_build_s_own_part_are_allowed_by_a_wildcard()
    {
        using var folder = PolicyFolder.With($"{ArtifactsOnly}\nsecrets: [{{ from: \"s3://shop/{{branch}}/.env\", to: .env, shared: true }}]\n", WithRoles);

        Assert.That(folder.Policies()[0].Statements.SelectMany(statement => statement.Resources), Does.Contain("arn:aws-us-gov:s3:::shop/*/.env"));
    }

    [Test]
    public void A_folder_gets_one_file_a_role()
    {
        using var folder = PolicyFolder.With(CodeDeploy, WithRoles);

        var written = PolicyFiles.Write(folder.Policies(), new Paths(folder.Root), "infra/policies");

        Assert.That(written, Is.EqualTo(new[] { "deployer.json", "execution.json", "task.json" }));
        Assert.That(JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Root, "infra/policies/deployer.json")))!["Version"]!.GetValue<string>(), Is.EqualTo("2012-10-17"));
    }

    [Test]
    public void What_is_larger_than_a_managed_policy_may_be_is_written_to_several_files()
    {
        using var folder = Cases.First(one => one.Name == "several").Folder();
        var policies = folder.Policies();

        var written = PolicyFiles.Write(policies, new Paths(folder.Root), "policies");
        var parts = ((string[])["deployer.json", "deployer-2.json"]).Select(name => JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Root, "policies", name)))!).ToList();

        Assert.That(written, Is.EqualTo(((string[])["deployer.json", "deployer-2.json"]).Concat(policies.Skip(1).Select(policy => $"{policy.Role}.json"))));
        Assert.That(parts.Select(part => part.ToJsonString().Length), Is.All.LessThanOrEqualTo(RolePolicy.MostCharacters));
        Assert.That(parts.SelectMany(part => part["Statement"]!.AsArray()).Select(statement => (string)statement!["Sid"]!), Is.EqualTo(policies[0].Statements.Select(statement => statement.Sid)));
    }

    [Test]
    public void A_larger_policy_than_a_managed_one_may_be_is_said()
    {
        var statement = new PolicyStatement("Many", [.. Enumerable.Range(0, 400).Select(number => ($"s3:GetObject{number}", "why"))], ["*"], []);
        var terminal = new TextTerminal();

        PolicyText.Write([new("deployer", "Who runs Slipway", [statement], [])], terminal, width: null);

        Assert.That(terminal.Text, Does.Contain("1 statement, ").And.Contain(" of 6,144 characters").And.Contain("It is larger than a managed policy may be: --for=TARGETS asks for less."));
    }

    [Test]
    public void The_documentation_has_every_operation()
    {
        const string Heading = "## Every operation\n";
        var file = Path.Join(Workspace.Repository, "docs/permissions.md");
        var before = File.ReadAllText(file).Split(Heading, 2)[0];
        var rows =
            from row in AwsPermissions.All
            where !row.IsOfRehearsals
            let actions = row.Actions.Select(action => $"`{action.Action}` on `{action.Resource.Arn}`{string.Concat(action.Conditions.Select(condition => $" if {condition.Operator} `{condition.Key}` is `{condition.Value}`"))}{(action.IsUnconfirmed ? " (not confirmed)" : "")}")
            select $"| {row.Service} | {row.Operation} | {(row.Actions.Length == 0 ? "none" : string.Join("<br>", actions))} |\n";
        var expected = $"{before}{Heading}\nGenerated from the table. `Registry` is Docker's protocol, by which images are pushed and pulled.\n\n| service | operation | IAM |\n|---|---|---|\n{string.Concat(rows)}";

        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(file, expected);
        Assert.That(File.ReadAllText(file), Is.EqualTo(expected), $"{file} is stale. Renew it with: {Renew}=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~PolicyTests\"; then check what git diff says.");
    }

    private static void Compare(string name, string text)
    {
        var golden = Path.Join(Workspace.Repository, "tests/Pipeline.Tests/Commands/Policy/Golden", name);
        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(golden, text);
        Assert.That(text, Is.EqualTo(File.Exists(golden) ? File.ReadAllText(golden) : ""), $"{golden} is stale. Renew it with: {Renew}=1 dotnet test tests/Pipeline.Tests --filter \"FullyQualifiedName~PolicyTests\"; then check what git diff says.");
    }
}
