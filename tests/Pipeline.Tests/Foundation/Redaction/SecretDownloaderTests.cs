using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Pipeline.Build.Secrets;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Testing;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Foundation.Redaction;

[NonParallelizable] // It sets environment variables of this process.
public sealed class SecretDownloaderTests
{
    private const string Variable = "SLIPWAY_TEST_TOKEN";

    private static readonly PlaceholderValues Staging = new("staging", "eu-west-2", "123456789012", new("7", "c0ffee", null));

    private readonly SecretValues _values = new();
    private string _root = "";
    private FakeAws _server = null!;
    private AwsClients _aws = null!;

    [SetUp]
    public void Connect()
    {
        _root = Directory.CreateTempSubdirectory("slipway-secrets-").FullName;
        _server = new FakeAws();
        _aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://aws.test"), AccessKeyId = "a", SecretAccessKey = new("s") }, _server);
    }

    [TearDown]
    public void Disconnect()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _aws.Dispose();
        _server.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task A_member_of_a_secret_goes_into_a_variable_and_is_taken_out_of_logs()
    {
        _server.On("GetSecretValue", AwsAnswer.Ok(new JsonObject { ["SecretString"] = """{"password":"hunter2-hunter2","port":3306}""" }));

        var fetched = await DownloadAsync(Into("secretsmanager://shop/{env}/db#password"));

        Assert.That(fetched, Is.EqualTo(new[] { Variable }));
        Assert.That(Environment.GetEnvironmentVariable(Variable), Is.EqualTo("hunter2-hunter2"));
        Assert.That(_server.DocumentsTo("GetSecretValue").Single().ToJsonString(), Is.EqualTo("""{"SecretId":"shop/staging/db"}"""));
        Assert.That(_values.Redact("is hunter2-hunter2"), Is.EqualTo("is [REDACTED]"));
    }

    [Test]
    public async Task A_parameter_goes_into_a_file_for_its_owner_only_which_goes_with_the_run()
    {
        _server.On("GetParameter", AwsAnswer.Ok(new JsonObject { ["Parameter"] = new JsonObject { ["Value"] = "DB_PASSWORD=hunter2-hunter2\n" } }));
        var run = RunDirectory.Create(Path.Combine(_root, ".slipway"));

        await DownloadAsync(run, new SecretSettings(Text("ssm:///shop/{env}/env"), PathOf("config/.env"), null, Shared: false, Place));

        var file = Path.Combine(_root, "config/.env");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("DB_PASSWORD=hunter2-hunter2\n"));
        if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(_values.Redact("is hunter2-hunter2"), Is.EqualTo("is [REDACTED]"));
        run.Clear();
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public async Task All_that_cannot_be_had_is_named_with_its_reason_and_nothing_of_its_content()
    {
        _server.On("GetSecretValue", AwsAnswer.Ok(new JsonObject { ["SecretString"] = "hunter2-hunter2" }))
            .On("GetParameter", AwsAnswer.Refusal("ParameterNotFound", "Parameter /none not found."));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => DownloadAsync(Into("secretsmanager://db#password"), Into("ssm:///none")));

        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
        Assert.That(failure.Message, Does.StartWith("""
            2 of 2 secrets could not be downloaded:
              slipway.yml:3:5: secret 'db' is not JSON, so it has no member 'password'
              slipway.yml:3:5: ssm:///none: SSM GetParameter failed: ParameterNotFound (HTTP 400
            """.ReplaceLineEndings("\n")));
        Assert.That(failure.Message, Does.Not.Contain("hunter2"));
    }

    [Test]
    public async Task What_is_still_to_be_filled_in_is_refused_with_its_line_and_not_with_its_value()
    {
        _server.On("GetParameter", AwsAnswer.Ok(new JsonObject { ["Parameter"] = new JsonObject { ["Value"] = "# FILL-IN stands for what only you know\nDB_HOST=FILL-IN\nDB_URL=mysql://shop:hunter2-hunter2@FILL-IN-REGION\n" } }))
            .On("GetSecretValue", AwsAnswer.Ok(new JsonObject { ["SecretString"] = "FILL-IN" }));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => DownloadAsync(
            Into("secretsmanager://token"), new SecretSettings(Text("ssm:///shop/{env}/env"), PathOf(".env"), null, Shared: false, Place)));

        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(failure.Message, Is.EqualTo(
            "slipway.yml:3:5: line 1 of secretsmanager://token is still to be filled in: it has FILL-IN.\n"
            + "slipway.yml:3:5: line 2 of ssm:///shop/staging/env is still to be filled in: it has FILL-IN.\n"
            + "slipway.yml:3:5: line 3 of ssm:///shop/staging/env is still to be filled in: it has FILL-IN-REGION."));
    }

    private static Place Place { get; } = new("slipway.yml", 3, 5);

    private static Template Text(string text) => Template.Parse(text, TemplateKind.Text, Place);

    private static Template PathOf(string text) => Template.Parse(text, TemplateKind.Path, Place);

    private static SecretSettings Into(string from) => new(Text(from), null, Variable, Shared: false, Place);

    private Task<IReadOnlyList<string>> DownloadAsync(params SecretSettings[] secrets) => DownloadAsync(RunDirectory.Create(Path.Combine(_root, ".slipway")), secrets);

    private Task<IReadOnlyList<string>> DownloadAsync(RunDirectory run, params SecretSettings[] secrets) =>
        new SecretDownloader(_aws, _values, run, new(_root)).DownloadAsync(secrets, Staging, CancellationToken.None);
}
