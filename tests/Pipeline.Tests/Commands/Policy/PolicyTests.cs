using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Permissions;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;
using Slipway.Testing.Authorization;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>The policies of whole configurations, as they are printed and written, and by what AWS says about their actions.</summary>
public sealed class PolicyTests
{
    private const string Renew = "SLIPWAY_RENEW";

    [TestCaseSource(typeof(PolicyCases), nameof(PolicyCases.Names))]
    public void What_is_printed_is_the_golden_file(string name)
    {
        using var folder = PolicyCases.Folder(name);
        var terminal = new TextTerminal();

        PolicyText.Write(folder.Policies(), terminal, width: null);

        Compare($"{name}.txt", terminal.Text);
    }

    [Test]
    public void The_documents_are_the_golden_files()
    {
        using var codeDeploy = PolicyFolder.With(PolicyCases.CodeDeploy, PolicyCases.WithRoles);

        foreach (var policy in PolicyFolder.Sample.Policies()) Compare($"rolling-{policy.Role}.json", policy.ToText());
        Compare("blue-green-deployer.json", codeDeploy.Policies()[0].ToText());
    }

    [TestCaseSource(typeof(PolicyCases), nameof(PolicyCases.Names))]
    public void Every_action_resource_and_condition_key_is_one_of_AWS(string name)
    {
        using var folder = PolicyCases.Folder(name);

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

    [TestCaseSource(typeof(PolicyCases), nameof(PolicyCases.Names))]
    public void A_document_is_a_policy_with_unique_statements_and_that_of_one_service_fits_a_managed_policy(string name)
    {
        using var folder = PolicyCases.Folder(name);

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
        Assert.That(Actions("Logs"), Is.EqualTo(new[] { "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListTasks", "logs:FilterLogEvents" }));
        Assert.That(Actions("Verify"), Is.EqualTo(new[]
        {
            "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:DescribeRepositories", "ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListTasks",
            "elasticloadbalancing:DescribeTargetHealth",
        }));

        static IEnumerable<string> Actions(string target) =>
            PolicyFolder.Sample.Policies("staging", target)[0].Statements.SelectMany(statement => statement.Actions.Select(action => action.Name)).Distinct().Order(StringComparer.Ordinal);
    }

    [Test]
    public void Every_target_that_is_asked_for_is_a_target() =>
        Assert.That(Options.For.Values.Except(Slipway.Pipeline.Tasks.TaskCatalogue.Targets.Select(target => target.Name)), Is.Empty);

    [TestCase("json", true)]
    [TestCase("infra/policies", false)]
    public void The_output_is_JSON_or_a_folder(string output, bool isJson) =>
        Assert.That(Arguments.Parse(["--target=Policy", "--env=staging", $"--output={output}"], [new("Policy", "Print policies", NeedsEnvironment: true)]).AnswersInJson, Is.EqualTo(isJson));

    [Test]
    public void In_JSON_a_policy_has_its_document_and_the_reasons()
    {
        using var text = new StringWriter();
        var policy = PolicyFolder.Sample.Policies("staging", "Logs")[0];

        PolicyRecord.Write([policy], "shop", "staging", new ResultOutput(text, isJson: true));
        var record = JsonNode.Parse(text.ToString())!;

        Assert.That(record.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "application", "environment", "role", "purpose", "characters", "fits", "remarks", "reasons", "document" }));
        Assert.That(record["document"]!.ToJsonString(), Is.EqualTo(policy.ToJson().ToJsonString()));
        Assert.That((string)record["reasons"]!["Tasks"]!["ecs:DescribeTasks"]!, Is.EqualTo("the service's tasks, and why they stopped"));
    }

    [TestCase("Deploy,Logs", null)]
    [TestCase("deploy", null)]
    [TestCase("Deplyo", "'Deplyo' is not a target that calls AWS; did you mean 'Deploy'?")]
    [TestCase(",", "it names no target")]
    public void The_targets_of_a_policy_are_checked(string value, string? problem) => Assert.That(Options.For.Check!(value), Is.EqualTo(problem));

    [Test]
    public void Without_an_account_there_is_no_policy()
    {
        using var folder = PolicyFolder.With(PolicyCases.ArtifactsOnly.Replace("account: \"123456789012\"\n", "", StringComparison.Ordinal), PolicyCases.WithRoles);

        var refused = Assert.Throws<RunFailedException>(() => folder.Policies());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, $"{Path.Combine(folder.Root, "slipway.yml")}: a policy names the account that it is for. Write 'account', twelve digits.")));
    }

    [Test]
    public void Secrets_whose_address_has_a_build_s_own_part_are_allowed_by_a_wildcard()
    {
        using var folder = PolicyFolder.With($"{PolicyCases.ArtifactsOnly}\nsecrets: [{{ from: \"s3://shop/{{branch}}/.env\", to: .env, shared: true }}]\n", PolicyCases.WithRoles);

        Assert.That(folder.Policies()[0].Statements.SelectMany(statement => statement.Resources), Does.Contain("arn:aws-us-gov:s3:::shop/*/.env"));
    }

    [Test]
    public void A_folder_gets_one_file_a_role()
    {
        using var folder = PolicyFolder.With(PolicyCases.CodeDeploy, PolicyCases.WithRoles);

        var written = PolicyFiles.Write(folder.Policies(), new Paths(folder.Root), "infra/policies");

        Assert.That(written, Is.EqualTo(new[] { "deployer.json", "execution.json", "task.json" }));
        Assert.That(JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Root, "infra/policies/deployer.json")))!["Version"]!.GetValue<string>(), Is.EqualTo("2012-10-17"));
    }

    [Test]
    public void What_is_larger_than_a_managed_policy_may_be_is_written_to_several_files()
    {
        using var folder = PolicyCases.Folder("several");
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
