using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Agent;

/// <summary>An SDK of AWS that is configured by nothing but what a task has: the <c>aws</c> command line of this machine, whose files the container sees.</summary>
[Platform("Linux", Reason = "Elsewhere the engine's machine is another one, without this machine's programs.")]
public sealed class SdkInTaskTests
{
    private const string Script = """
        aws s3 cp s3://shop/greeting.txt - && echo &&
        aws ssm get-parameter --name /shop/level --with-decryption --query Parameter.Value --output text &&
        aws secretsmanager get-secret-value --secret-id shop-key --query SecretString --output text &&
        aws sts get-caller-identity --query Arn --output text
        """;

    [TestCase("bridge", "", "")]
    [TestCase("awsvpc", """ "requiresCompatibilities": ["EC2"], """, """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}, """)]
    public async Task It_reaches_S3_parameters_and_secrets_as_the_tasks_role(string networkMode, string definition, string run)
    {
        var seed = Directory.CreateTempSubdirectory("agent-test-seed-");
        seed.CreateSubdirectory("shop");
        await File.WriteAllTextAsync(Path.Join(seed.FullName, "shop", "greeting.txt"), "hello");
        await using var ecs = await EcsServer.StartAsync(options => options with { SeedDirectory = seed.FullName });
        await ecs.Aws.SucceedAsync("ssm", "put-parameter", "--name", "/shop/level", "--type", "SecureString", "--value", "info");
        await ecs.Aws.SucceedAsync("secretsmanager", "create-secret", "--name", "shop-key", "--secret-string", "open sesame");
        await ecs.CallAsync("RegisterTaskDefinition", $$"""
            {"family": "shop", "networkMode": "{{networkMode}}", {{definition}} "taskRoleArn": "arn:aws:iam::000000000000:role/shop", "volumes": [{"name": "machine", "host": {"sourcePath": "/"} }], "containerDefinitions": [{{Container().ToJsonString()}}]}
            """);

        var started = await ecs.CallAsync("RunTask", $$"""{"cluster": "local", {{run}} "taskDefinition": "shop"}""");

        var arn = (string)started["tasks"]![0]!["taskArn"]!;
        var task = await EcsServer.UntilAsync(
            async () => (await ecs.CallAsync("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{arn}}"]}"""))["tasks"]![0], EcsServer.IsStopped);
        seed.Delete(recursive: true);
        var said = await Slipway.Testing.CommandRunner.RunAsync(new("docker", "logs", (string)task["containers"]![0]!["runtimeId"]!), CancellationToken.None);
        Assert.That((int?)task["containers"]![0]!["exitCode"], Is.Zero, said.Error);
        Assert.That(said.Output, Is.EqualTo($"hello\ninfo\nopen sesame\narn:aws:sts::000000000000:assumed-role/shop/{arn.Split('/')[^1]}\n"));
    }

    /// <summary>It has no configuration of this machine's user either: <c>HOME</c> is no folder.</summary>
    private static JsonObject Container() => new()
    {
        ["name"] = "web",
        ["image"] = "debian:bookworm-slim",
        ["memory"] = 512,
        ["command"] = new JsonArray("chroot", "/machine", "/bin/sh", "-c", Script),
        ["environment"] = new JsonArray(Variable("PATH", Environment.GetEnvironmentVariable("PATH")), Variable("HOME", "/nowhere")),
        ["mountPoints"] = new JsonArray(new JsonObject { ["sourceVolume"] = "machine", ["containerPath"] = "/machine", ["readOnly"] = true }),
    };

    private static JsonObject Variable(string name, string? value) => new() { ["name"] = name, ["value"] = value };
}
