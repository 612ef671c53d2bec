using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Secrets;

public sealed class SecretsManagerTests
{
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";

    [Test]
    public async Task The_value_before_the_last_is_the_previous_one()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "CreateSecret", $$"""{"Name": "shop/db", "SecretString": "one", "ClientRequestToken": "{{First}}"}""");

        var put = await CallAsync(server, "PutSecretValue", $$"""{"SecretId": "shop/db", "SecretString": "two", "ClientRequestToken": "{{Second}}"}""");
        var current = await CallAsync(server, "GetSecretValue", """{"SecretId": "shop/db"}""");
        var previous = await CallAsync(server, "GetSecretValue", """{"SecretId": "shop/db", "VersionStage": "AWSPREVIOUS"}""");
        var described = await CallAsync(server, "DescribeSecret", """{"SecretId": "shop/db"}""");

        Assert.That((Text(put["VersionId"]), Text(put["VersionStages"])), Is.EqualTo((Second, """["AWSCURRENT"]""")));
        Assert.That((Text(current["SecretString"]), Text(previous["SecretString"]), Text(previous["VersionId"])), Is.EqualTo(("two", "one", First)));
        Assert.That(Text(described["VersionIdsToStages"]), Is.EqualTo($$"""{"{{First}}":["AWSPREVIOUS"],"{{Second}}":["AWSCURRENT"]}"""));
    }

    [Test]
    public async Task A_value_put_twice_with_the_same_token_is_one_version_and_another_value_is_refused()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "CreateSecret", $$"""{"Name": "a", "SecretString": "one", "ClientRequestToken": "{{First}}"}""");
        await CallAsync(server, "PutSecretValue", $$"""{"SecretId": "a", "SecretString": "one", "ClientRequestToken": "{{First}}"}""");

        var versions = await CallAsync(server, "ListSecretVersionIds", """{"SecretId": "a"}""");
        var refused = await server.Client.RefusedAsync("secretsmanager.PutSecretValue", $$"""{"SecretId": "a", "SecretString": "two", "ClientRequestToken": "{{First}}"}""");

        Assert.That(versions["Versions"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(refused, Is.EqualTo($"400 ResourceExistsException: A resource with the ID you requested already exists: version {First} has another value."));
    }

    [Test]
    public async Task A_deleted_secret_keeps_its_name_until_the_window_ends_and_can_be_restored()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "CreateSecret", """{"Name": "a", "SecretString": "one"}""");
        await CallAsync(server, "DeleteSecret", """{"SecretId": "a", "RecoveryWindowInDays": 7}""");

        var get = await server.Client.RefusedAsync("secretsmanager.GetSecretValue", """{"SecretId": "a"}""");
        var create = await server.Client.RefusedAsync("secretsmanager.CreateSecret", """{"Name": "a", "SecretString": "two"}""");
        var listed = await CallAsync(server, "ListSecrets", "{}");
        await CallAsync(server, "RestoreSecret", """{"SecretId": "a"}""");
        var restored = await CallAsync(server, "GetSecretValue", """{"SecretId": "a"}""");

        Assert.That(get, Is.EqualTo("400 InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."));
        Assert.That(create, Is.EqualTo("400 InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion."));
        Assert.That((listed["SecretList"]!.AsArray().Count, Text(restored["SecretString"])), Is.EqualTo((0, "one")));
    }

    [Test]
    public async Task A_secret_deleted_for_good_is_gone_although_the_seed_has_it_and_its_name_is_free()
    {
        await using var seeded = await SeededAsync("""{"secretsmanager": {"shop": {"user": "u"}}}""");
        var server = seeded.Server;
        var before = await CallAsync(server, "GetSecretValue", """{"SecretId": "shop"}""");
        await CallAsync(server, "DeleteSecret", """{"SecretId": "shop", "ForceDeleteWithoutRecovery": true}""");

        var gone = await server.Client.RefusedAsync("secretsmanager.GetSecretValue", """{"SecretId": "shop"}""");
        await CallAsync(server, "CreateSecret", """{"Name": "shop", "SecretString": "new"}""");
        var after = await CallAsync(server, "GetSecretValue", $$"""{"SecretId": "{{before["ARN"]}}"}""");

        Assert.That((Text(before["SecretString"]), Text(after["SecretString"])), Is.EqualTo(("""{"user":"u"}""", "new")));
        Assert.That(gone, Is.EqualTo("400 ResourceNotFoundException: Secrets Manager can't find the specified secret."));
    }

    [Test]
    public async Task Secrets_are_listed_in_pages_and_by_filters_without_their_values()
    {
        await using var server = await LocalAwsServer.StartAsync();
        foreach (var name in new[] { "b", "a", "shop/one", "shop/two" })
            await CallAsync(server, "CreateSecret", $$"""{"Name": "{{name}}", "SecretString": "hidden", "Tags": [{"Key": "of", "Value": "{{name[..1]}}"}]}""");

        var first = await CallAsync(server, "ListSecrets", """{"MaxResults": 3}""");
        var rest = await CallAsync(server, "ListSecrets", $$"""{"MaxResults": 3, "NextToken": "{{first["NextToken"]}}"}""");
        var filtered = await CallAsync(server, "ListSecrets", """{"Filters": [{"Key": "name", "Values": ["shop"]}, {"Key": "name", "Values": ["!shop/t"]}]}""");
        var tagged = await CallAsync(server, "ListSecrets", """{"Filters": [{"Key": "tag-value", "Values": ["b"]}]}""");

        Assert.That((Names(first), Names(rest), Names(filtered), Names(tagged)), Is.EqualTo(("a b shop/one", "shop/two", "shop/one", "b")));
        Assert.That(first.ToJsonString(), Does.Not.Contain("hidden"));

        static string Names(JsonObject answer) => string.Join(' ', answer["SecretList"]!.AsArray().Select(secret => (string)secret!["Name"]!));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "There are no modes on Windows.")]
    [UnsupportedOSPlatform("windows")]
    public async Task What_was_written_is_in_a_file_that_nobody_else_reads()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "CreateSecret", """{"Name": "a", "SecretString": "one"}""");

        var file = Path.Combine(server.Options.StateDirectory, "secret-values.json");

        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase("CreateSecret", """{"SecretString": "x"}""", "400 InvalidParameterException: You must provide a name for the secret.")]
    [TestCase("CreateSecret", """{"Name": "a b", "SecretString": "x"}""", "400 ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!")]
    [TestCase("CreateSecret", """{"Name": "a", "SecretString": "x", "SecretBinary": "eA=="}""", "400 InvalidParameterException: You can't specify both a binary secret value and a string secret value in the same secret.")]
    [TestCase("CreateSecret", """{"Name": 1}""", "400 SerializationException: The member 'Name' of the request should be a string.")]
    [TestCase("PutSecretValue", """{"SecretId": "none", "SecretString": "x"}""", "400 ResourceNotFoundException: Secrets Manager can't find the specified secret.")]
    [TestCase("DeleteSecret", """{"SecretId": "none", "RecoveryWindowInDays": 3}""", "400 InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")]
    [TestCase("RotateSecret", """{"SecretId": "none"}""", "400 UnknownOperationException: LocalAws does not emulate Secrets Manager RotateSecret; run this against AWS, or leave it out with --env=local.")]
    public async Task A_call_is_refused_in_the_words_of_Secrets_Manager(string operation, string request, string message)
    {
        await using var server = await LocalAwsServer.StartAsync();

        var refused = await server.Client.RefusedAsync($"secretsmanager.{operation}", request);

        Assert.That(refused, Is.EqualTo(message));
    }

    private static Task<JsonObject> CallAsync(LocalAwsServer server, string operation, string request) => server.Client.SucceedAsync($"secretsmanager.{operation}", request);

    private static string Text(JsonNode? node) => node is JsonValue ? node.ToString() : node?.ToJsonString() ?? "";

    private static async Task<SeededServer> SeededAsync(string seed)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("local-secrets-").FullName, "local-secrets.json");
        await File.WriteAllTextAsync(file, seed);
        return new(await LocalAwsServer.StartAsync(options => options with { SecretsFile = file }), file);
    }

    private sealed record SeededServer(LocalAwsServer Server, string File) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
        }
    }
}
