using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// Staging deployed by a role that has exactly the policy that <c>--target=Policy</c> writes, on an account that enforces it; and by roles that lack one action each.
/// </summary>
[TestFixture]
public sealed class LeastPrivilegeTests
{
    private const string Role = $"arn:aws:iam::{LocalAwsAlone.Account}:role/deployer";

    private static readonly string[] Lacking = ["ecs:UpdateService", "iam:PassRole", "ecs:DescribeServices"];

    private RehearsedAccount _account = null!;
    private List<CommandResult> _allowed = [];
    private CommandResult _shown = null!;
    private string _role = Role;

    [OneTimeSetUp]
    public async Task RunWithThePrintedPolicy()
    {
        _account = await RehearsedAccount.CreateAsync(EnforceAsync);
        _allowed = [await RunAsync("--target=Deploy", "--env=staging", "--build-number=7")];
        foreach (var target in (string[])["Status", "Logs", "Diff", "Unlock"]) _allowed.Add(await RunAsync($"--target={target}", "--env=staging"));
        _allowed.Add(await RunAsync("--target=Run", "--env=staging", "--container=app", "--command=php -v"));
        _allowed.Add(await RunAsync("--target=Deploy", "--env=staging", "--release=artifacts/release.json", "--force"));
        _shown = await RunAsync("--target=Policy", "--env=staging", "--from-rehearsal");
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_account is not null) await _account.DisposeAsync();
    }

    [Test]
    public void With_the_printed_policy_everything_succeeds() => Assert.That(_allowed.Select(result => result.ExitCode), Is.All.Zero);

    [Test]
    public void What_was_used_is_shown_beside_what_is_granted()
    {
        Assert.That(_shown.ExitCode, Is.Zero);
        Assert.That(_shown.Output, Does.Match(@"The rehearsal used \d+ of \d+ permissions of the deployer's policy\.").And.Contain("  ecs:UpdateService (Service)").And.Contain("  ecs:ExecuteCommand ("));
    }

    [Test]
    public async Task Without_one_action_the_run_is_refused_and_names_it()
    {
        var unchanged = await _account.ServiceAsync("staging", "staging-app");

        var update = await RefusedAsync("ecs:UpdateService", "--target=Deploy", "--release=artifacts/release.json", "--force");
        var pass = await RefusedAsync("iam:PassRole", "--target=Deploy", "--release=artifacts/release.json", "--force");
        var status = await RefusedAsync("ecs:DescribeServices", "--target=Status");

        Assert.That(update.Error, Does.Contain("is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-2:170904582664:service/staging/staging-app because no identity-based policy allows the ecs:UpdateService action")
            .And.Contain("Allow the caller 'ecs:UpdateService'"));
        Assert.That(pass.Error, Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::170904582664:role/ecsTaskExecutionRole because").And.Contain("Allow the caller 'iam:PassRole'"));
        Assert.That(status.Error, Does.Contain("perform: ecs:DescribeServices on resource: arn:aws:ecs:eu-west-2:170904582664:service/staging/staging-app because"));
        Assert.That((string?)(await _account.ServiceAsync("staging", "staging-app"))["taskDefinition"], Is.EqualTo((string?)unchanged["taskDefinition"]));
    }

    /// <summary>The policy is computed before anything runs: from the configuration alone.</summary>
    private static async Task<IReadOnlyList<string>> EnforceAsync(RehearsalCopy copy)
    {
        copy.Replace("slipway.yml", "region: eu-west-2\n", $"region: eu-west-2\nrole: \"{Role}\"\n");
        var written = await copy.RunAsync("--target=Policy", "--env=staging", "--output=.slipway/policies");
        Assert.That(written.ExitCode, Is.Zero, written.Error);
        var deployer = JsonNode.Parse(await File.ReadAllTextAsync(copy.Workspace.PathOf(".slipway/policies/deployer.json")))!;
        var policies = new JsonObject { [Role] = deployer.DeepClone() };
        foreach (var action in Lacking) policies[RoleWithout(action)] = Without(deployer, action);
        var file = copy.Workspace.PathOf(".slipway/policies/all.json");
        await File.WriteAllTextAsync(file, policies.ToJsonString());
        return ["--enforce-iam", file];
    }

    private static string RoleWithout(string action) => $"{Role}-without-{action.Replace(':', '-')}";

    private static JsonNode Without(JsonNode policy, string action)
    {
        var reduced = policy.DeepClone();
        var statements = reduced["Statement"]!.AsArray();
        foreach (var statement in statements.Where(statement => Actions(statement!).Contains(action)).ToList())
        {
            var rest = Actions(statement!).Where(other => other != action).ToList();
            if (rest.Count == 0) statements.Remove(statement);
            else statement!["Action"] = new JsonArray([.. rest.Select(other => JsonValue.Create(other))]);
        }

        return reduced;
    }

    private static IEnumerable<string> Actions(JsonNode statement) => statement["Action"] is JsonArray many ? many.Select(one => (string)one!) : [(string)statement["Action"]!];

    private async Task<CommandResult> RefusedAsync(string action, params IReadOnlyList<string> arguments)
    {
        UseRole(RoleWithout(action));
        var result = await RunAsync([.. arguments, "--env=staging"]);
        UseRole(Role);
        Assert.That(result.ExitCode, Is.Not.Zero, $"without {action}");
        return result;
    }

    private void UseRole(string role)
    {
        _account.Copy.Replace("slipway.yml", $"role: \"{_role}\"", $"role: \"{role}\"");
        _role = role;
    }

    private Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RehearsalCopy.RunAsync(_account.Copy.BuildScript(arguments) with { Environment = _account.Variables });
}
