using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

public sealed class ContainerSecretsTests
{
    private const string Failure = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ";

    [Test]
    public async Task Secrets_come_by_arn_key_stage_and_version_and_parameters_by_name_and_arn()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var arn = await ServeAsync(server);

        var found = await ReadAsync(
            server,
            ("WHOLE", arn),
            ("KEY", $"{arn}:user::"),
            ("OLD", $"{arn}:user:AWSPREVIOUS:"),
            ("VERSION", $"{arn}:user::11111111-1111-1111-1111-111111111111"),
            ("NAME", "/shop/url"),
            ("ARN", "arn:aws:ssm:us-east-1:000000000000:parameter/shop/url"),
            ("PLAIN", "plain"));

        Assert.That(found.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"), Is.EqualTo(new[]
        {
            "ARN=u", "KEY=two", "NAME=u", "OLD=one", "PLAIN=p", "VERSION=one", """WHOLE={"user":"two"}""",
        }));
    }

    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf", Failure + "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.")]
    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:shop:password::", Failure + "unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password")]
    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:shop:user:", Failure + "unexpected ARN format with parameters when trying to retrieve ASM secret")]
    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:shop:user", Failure + "unexpected ARN format with parameters when trying to retrieve ASM secret")]
    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:shop:user:::", Failure + "unexpected ARN format with parameters when trying to retrieve ASM secret")]
    [TestCase("arn:aws:ssm:us-east-1:000000000000:parameter/shop/url:key::", Failure + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /shop/url:key::")]
    [TestCase("/none", Failure + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /none")]
    [TestCase("arn:aws:ssm:us-east-1:000000000000:parameter/none", Failure + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /none")]
    public async Task A_secret_that_is_missing_is_told_in_the_words_of_ECS(string source, string reason)
    {
        await using var server = await LocalAwsServer.StartAsync();
        await ServeAsync(server);

        var refused = await Assert.ThrowsAsync<TaskRuntimeException>(() => ReadAsync(server, ("X", source)));

        Assert.That(refused!.Message, Is.EqualTo(reason));
    }

    [TestCase("arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf", Failure + "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.")]
    [TestCase("arn:aws:ssm:us-east-1:000000000000:parameter/none", Failure + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /none")]
    public async Task A_secret_of_the_log_driver_that_is_missing_stops_the_task_like_one_of_the_container(string source, string reason)
    {
        await using var server = await LocalAwsServer.StartAsync();
        await ServeAsync(server);

        var refused = await Assert.ThrowsAsync<TaskRuntimeException>(() => ReadAsync(server, [("X", "plain")], ("splunk-token", source)));

        Assert.That(refused!.Message, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_secret_of_the_log_driver_is_no_variable_of_the_container()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await ServeAsync(server);

        var found = await ReadAsync(server, [("X", "plain")], ("splunk-token", "/shop/url"));

        Assert.That(found, Is.EqualTo(new Dictionary<string, string> { ["X"] = "p" }));
    }

    private static async Task<string> ServeAsync(LocalAwsServer server)
    {
        var created = await server.Client.SucceedAsync("secretsmanager.CreateSecret",
            """{"Name": "shop", "SecretString": "{\"user\":\"one\"}", "ClientRequestToken": "11111111-1111-1111-1111-111111111111"}""");
        await server.Client.SucceedAsync("secretsmanager.PutSecretValue", """{"SecretId": "shop", "SecretString": "{\"user\":\"two\"}"}""");
        await server.Client.SucceedAsync("AmazonSSM.PutParameter", """{"Name": "/shop/url", "Value": "u", "Type": "String"}""");
        await server.Client.SucceedAsync("AmazonSSM.PutParameter", """{"Name": "plain", "Value": "p", "Type": "SecureString"}""");
        return (string)created["ARN"]!;
    }

    private static Task<IReadOnlyDictionary<string, string>> ReadAsync(LocalAwsServer server, params (string Name, string Source)[] secrets) => ReadAsync(server, secrets, []);

    private static Task<IReadOnlyDictionary<string, string>> ReadAsync(LocalAwsServer server, (string Name, string Source)[] secrets, params (string Name, string Source)[] options)
    {
        var container = new JsonObject
        {
            ["name"] = "web",
            ["image"] = "web",
            ["secrets"] = List(secrets),
            ["logConfiguration"] = new JsonObject { ["logDriver"] = "splunk", ["secretOptions"] = List(options) },
        };
        var document = new TaskDefinitionDocument(new JsonObject { ["containerDefinitions"] = new JsonArray(container) });
        return server.Application.Services.GetRequiredService<ContainerSecrets>().ReadAsync(document.Containers[0], CancellationToken.None);

        static JsonArray List((string Name, string Source)[] secrets) => new([.. secrets.Select(secret => new JsonObject { ["name"] = secret.Name, ["valueFrom"] = secret.Source })]);
    }
}
