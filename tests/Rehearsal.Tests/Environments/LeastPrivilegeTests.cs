using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// Staging deployed by a role that has exactly the policy that <c>--target=Policy</c> writes, on an account that enforces it; and by roles that lack one action each. What was used is
/// kept for the tests that try every statement (Pipeline.Tests, PermissionUseTests).
/// </summary>
[TestFixture]
public sealed partial class LeastPrivilegeTests
{
    private const string Role = $"arn:aws:iam::{LocalAwsAlone.Account}:role/deployer";

    private static readonly string[] Lacking = ["ecs:UpdateService", "iam:PassRole", "ecs:DescribeServices"];

    private RehearsedAccount _account = null!;
    private CommandResult _deployed = null!;
    private string _role = Role;

    [OneTimeSetUp]
    public async Task DeployStaging()
    {
        _account = await RehearsedAccount.CreateAsync(EnforceAsync);
        _deployed = await RunAsync("--target=Deploy", "--env=staging", "--build-number=7");
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_account is not null) await _account.DisposeAsync();
    }

    [Test, Order(1)]
    public async Task With_the_printed_policy_everything_succeeds()
    {
        var results = new List<CommandResult> { _deployed };
        foreach (var target in (string[])["Status", "Logs", "Diff", "Unlock"]) results.Add(await RunAsync($"--target={target}", "--env=staging"));
        results.Add(await RunAsync("--target=Run", "--env=staging", "--container=app", "--command=php -v"));
        results.Add(await RunAsync("--target=Deploy", "--env=staging", "--release=artifacts/release.json", "--force"));

        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero);
        await KeepAsync();
    }

    [Test, Order(2)]
    public async Task What_was_used_is_shown_beside_what_is_granted()
    {
        var shown = await RunAsync("--target=Policy", "--env=staging", "--from-rehearsal");

        Assert.That(shown.ExitCode, Is.Zero);
        Assert.That(shown.Output, Does.Match(@"The rehearsal used \d+ of \d+ permissions of the deployer's policy\.").And.Contain("  ecs:UpdateService (Service)").And.Contain("  ecs:ExecuteCommand ("));
    }

    [Test, Order(3)]
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

    /// <summary>Ids differ from run to run, and so does the application's name.</summary>
    private async Task KeepAsync()
    {
        if (Environment.GetEnvironmentVariable("SLIPWAY_RENEW") != "1") return;
        var uses = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_account.Copy.LocalAwsState, "permissions.json")))!.AsArray().Where(use => (string?)use!["principal"] == Role).Select(use => use!.ToJsonString())
            .Select(use => Id().Replace(use.Replace(_account.Copy.Application, "tutorbloc", StringComparison.Ordinal), "0")).Distinct().Order(StringComparer.Ordinal);
        await File.WriteAllTextAsync(Path.Join(Workspace.Repository, "tests/Pipeline.Tests/Commands/Policy/Golden/permissions.json"), $"[\n{string.Join(",\n", uses)}\n]\n");
    }

    [GeneratedRegex("(?<=/)[0-9a-f]{32}|(?<=staging-app/)[0-9A-Za-z_-]{16,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
