using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Releases that are stopped before the service is touched: 3 for an image that must not be deployed, 4 for a migration in the cluster.</summary>
internal static class BeforeTheMoveCases
{
    private const string Repository = "tutorbloc.blackbox";
    private const string Gate = "scan: { fail: critical, wait: 1s }";

    public static IEnumerable<FailureCase> All => [WrongPlatform, NeverScanned, CriticalFinding, FixedTag, Migration];

    private static FailureCase WrongPlatform
    {
        get
        {
            var stopped = Stopped("an image for another platform", 3, "", _ => { },
                "'blackbox'", "windows/amd64", "127.0.0.1:", "linux/", "'build.platforms'", "'runtimePlatform'");
            return stopped with
            {
                Break = async copy =>
                {
                    await stopped.Break(copy);
                    var task = JsonNode.Parse(await File.ReadAllTextAsync(copy.Workspace.PathOf("artifacts/local-taskdef.json")))!;
                    task["runtimePlatform"] = new JsonObject { ["operatingSystemFamily"] = "WINDOWS_SERVER_2022_CORE" };
                    copy.Write("artifacts/local-taskdef.json", task.ToJsonString());
                },
            };
        }
    }

    private static FailureCase NeverScanned => Stopped(
        "an image that was never scanned, where scans count", 3, Gate, _ => { },
        "127.0.0.1:", "aws ecr start-image-scan --repository-name tutorbloc.blackbox --image-id imageDigest=sha256:");

    private static FailureCase CriticalFinding
    {
        get
        {
            var stopped = Stopped("an image with a critical finding, where scans count", 3, Gate, _ => { }, "slipway.yml:", "'blackbox'", "127.0.0.1:", "1 CRITICAL (CVE-2026-0001)");
            return stopped with
            {
                Break = async copy =>
                {
                    await stopped.Break(copy);
                    await ScannedAsync(new() { ["status"] = "COMPLETE" });
                },
                Fix = _ => ScannedAsync(null),
            };
        }
    }

    private static FailureCase FixedTag => new FailureCase(
        "a tag that cannot move", ["--target=Deploy", "--env=local"], 3,
        "/tutorbloc.app:local", "sha256:", "'tags'")
    {
        Break = _ => SetMutabilityAsync("IMMUTABLE"),
        Fix = _ => SetMutabilityAsync("MUTABLE"),
    }
        .With("app/docker/app/Dockerfile", "COPY resources resources", "COPY resources resources\nRUN echo another > /another");

    private static FailureCase Migration
    {
        get
        {
            var stopped = Stopped("a migration in the cluster that fails", 4, "", container =>
                {
                    container["entryPoint"] = new JsonArray("sh", "-c");
                    // The port is the service's.
                    container.AsObject().Remove("portMappings");
                },
                "blackbox | migrating what is in the cluster",
                "slipway.yml:28:1: ", "'blackbox'", "exit code 3", "'echo migrating what is in the cluster; exit 3'");
            return stopped with
            {
                Break = async copy =>
                {
                    await stopped.Break(copy);
                    copy.Replace("slipway.yml", "migrate: { service: app, command: [php, artisan, migrate, \"--database=mysql_test\", \"--force\"] }",
                        "migrate: { service: blackbox, command: [\"echo migrating what is in the cluster; exit 3\"], in: cluster }");
                },
            };
        }
    }

    /// <summary>A deployment of the second service that does not get as far as to touch it.</summary>
    /// <param name="gate">A line of <c>deploy</c>, or nothing.</param>
    private static FailureCase Stopped(string what, int exitCode, string gate, Action<JsonNode> change, params IReadOnlyList<string> says) => new(what, SecondService.Deploy, exitCode, says)
    {
        Break = async copy =>
        {
            await DeployedCopy.Second.EnsureAsync();
            DeployedCopy.Second.PrepareToDeploy(container =>
            {
                // Else there would be nothing to deploy.
                container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = what });
                change(container);
            });
            if (gate.Length > 0) copy.Replace("slipway.yml", "      service: second\n", $"      service: second\n      {gate}\n");
        },
        Then = async (_, _) => await DeploymentCases.ServesAsItDidAsync(),
    };

    private static async Task ScannedAsync(JsonObject? status)
    {
        using var aws = DeployedCopy.Calls();
        var request = new JsonObject { ["repositoryName"] = Repository, ["imageId"] = new JsonObject { ["imageTag"] = "local" } };
        if (status is not null)
        {
            request["imageScanStatus"] = status;
            request["imageScanFindings"] = new JsonObject
            {
                ["findingSeverityCounts"] = new JsonObject { ["CRITICAL"] = 1, ["LOW"] = 3 },
                ["findings"] = new JsonArray(new JsonObject { ["name"] = "CVE-2026-0001", ["severity"] = "CRITICAL" }),
            };
        }

        await aws.ControlAsync("/_slipway/ecr/scan-findings", request);
    }

    private static async Task SetMutabilityAsync(string mutability)
    {
        using var aws = DeployedCopy.Calls();
        await aws.EcrAsync("PutImageTagMutability", new() { ["repositoryName"] = "tutorbloc.app", ["imageTagMutability"] = mutability });
    }
}
