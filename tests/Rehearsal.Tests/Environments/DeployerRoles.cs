using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// The roles of an account that enforces policies: for each environment a deployer with exactly the policy that <c>--target=Policy</c> writes, and for staging deployers with the policy of one
/// target, and deployers whose policy lacks one statement.
/// </summary>
internal static class DeployerRoles
{
    public const string Name = "{env}-deployer";

    private const string Folder = ".slipway/policies";

    /// <summary>The statements of staging's deployer, each with its actions.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> StatementsAsync(RehearsalCopy copy) =>
        (await ReadAsync(copy, "staging"))["Statement"]!.AsArray().ToDictionary(statement => (string)statement!["Sid"]!, statement => Actions(statement!));

    public static string For(string target) => $"staging-deployer-for-{target}";

    public static string Without(string statement) => $"staging-deployer-without-{statement}";

    /// <summary>Computes the policies from the configuration alone, before anything runs.</summary>
    /// <param name="targets">Those that get a deployer of their own.</param>
    /// <returns>Options of LocalAws.</returns>
    public static async Task<IReadOnlyList<string>> PrepareAsync(RehearsalCopy copy, IEnumerable<string> targets)
    {
        copy.Replace("slipway.yml", "region: eu-west-2\n", $"region: eu-west-2\nrole: \"{Arn(Name)}\"\n");
        await WriteAsync(copy, "staging", "--env=staging");
        await WriteAsync(copy, "production", "--env=production");
        foreach (var target in targets) await WriteAsync(copy, target, "--env=staging", $"--for={target}");

        var (staging, production) = (await ReadAsync(copy, "staging"), await ReadAsync(copy, "production"));
        var policies = new JsonObject { [Arn("staging-deployer")] = staging.DeepClone(), [Arn("production-deployer")] = production };
        foreach (var target in targets) policies[Arn(For(target))] = await ReadAsync(copy, target);
        foreach (var sid in staging["Statement"]!.AsArray().Select(statement => (string)statement!["Sid"]!))
            policies[Arn(Without(sid))] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. staging["Statement"]!.AsArray().Where(statement => (string)statement!["Sid"]! != sid).Select(statement => statement!.DeepClone())]) };
        var file = copy.Workspace.PathOf($"{Folder}/all.json");
        await File.WriteAllTextAsync(file, policies.ToJsonString());
        return ["--enforce-iam", file];
    }

    /// <summary>Lets the following runs assume another role.</summary>
    public static void Use(RehearsalCopy copy, string before, string name) => copy.Replace("slipway.yml", $"role: \"{Arn(before)}\"", $"role: \"{Arn(name)}\"");

    private static string Arn(string name) => $"arn:aws:iam::{LocalAwsAlone.Account}:role/{name}";

    private static async Task WriteAsync(RehearsalCopy copy, string folder, params IReadOnlyList<string> arguments)
    {
        var written = await copy.RunAsync(["--target=Policy", $"--output={Folder}/{folder}", .. arguments]);
        Assert.That(written.ExitCode, Is.Zero, written.Error);
    }

    private static async Task<JsonNode> ReadAsync(RehearsalCopy copy, string folder) =>
        JsonNode.Parse(await File.ReadAllTextAsync(copy.Workspace.PathOf($"{Folder}/{folder}/deployer.json")))!;

    private static IReadOnlyList<string> Actions(JsonNode statement) => statement["Action"] is JsonArray many ? [.. many.Select(one => (string)one!)] : [(string)statement["Action"]!];
}
