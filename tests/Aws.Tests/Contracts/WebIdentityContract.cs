using System.Net;
using Slipway.Aws.Tests.Servers;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Contracts;

/// <summary>
/// Signing in with a token of the CI service's, as Bitbucket's steps do. Only moto tells callers apart: to LocalAws everybody is the same user, with a role or without.
/// </summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class WebIdentityContract
{
    [Test]
    public async Task A_token_file_and_a_role_are_exchanged_for_the_roles_credentials()
    {
        var server = AwsServers.All.OfType<MotoServer>().Single();
        var endpoint = await server.RequireAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["token"], "header.payload.signature");
        using var environment = new AwsEnvironment(
            ("AWS_WEB_IDENTITY_TOKEN_FILE", folder["token"]),
            ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ci-deploys"),
            ("AWS_ROLE_SESSION_NAME", "build-42"),
            ("AWS_REGION", "eu-west-2"),
            ("AWS_ENDPOINT_URL", endpoint.ToString()));
        using var aws = AwsClients.Create(new AwsSettings());

        var caller = await aws.Identity.GetCallerIdentityAsync(CancellationToken.None);

        Assert.That(caller.Arn, Is.EqualTo("arn:aws:sts::123456789012:assumed-role/ci-deploys/build-42"));
    }

    [Test]
    public async Task A_role_is_taken_on_with_the_credentials_that_were_found()
    {
        var endpoint = await AwsServers.All.OfType<MotoServer>().Single().RequireAsync();
        using var aws = AwsClients.Create(new() { Endpoint = endpoint, Region = "eu-west-2", AccessKeyId = "a", SecretAccessKey = new("s"), Role = "arn:aws:iam::210987654321:role/deployer" });

        var caller = await aws.Identity.GetCallerIdentityAsync(CancellationToken.None);
        var clusters = await aws.Ecs.DescribeClustersAsync(["none"], CancellationToken.None);

        Assert.That((caller.Account, caller.Arn), Is.EqualTo(("210987654321", "arn:aws:sts::210987654321:assumed-role/deployer/slipway")));
        Assert.That(clusters.Found, Is.Empty);
    }

    [Test]
    public async Task A_role_that_may_not_be_taken_on_is_said_with_its_name()
    {
        using var server = new FakeAws().On("POST /", AwsAnswer.XmlRefusal(HttpStatusCode.Forbidden, "AccessDenied", "not you"));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", AccessKeyId = "a", SecretAccessKey = new("s"), Role = "arn:aws:iam::210987654321:role/deployer" }, server);

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["x"], CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.Operation, error.Resource), Is.EqualTo((AwsFailure.AccessDenied, "AccessDenied", "AssumeRole", "arn:aws:iam::210987654321:role/deployer")), error.ToString());
    }

    [Test]
    public async Task A_role_that_cannot_be_taken_on_is_said_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        using var environment = new AwsEnvironment(
            ("AWS_WEB_IDENTITY_TOKEN_FILE", folder["no-such-token"]),
            ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ci-deploys"),
            ("AWS_REGION", "eu-west-2"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"));
        using var aws = AwsClients.Create(new AwsSettings());

        var error = await Failure.OfAsync(() => aws.Identity.GetCallerIdentityAsync(CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.Credentials, "CredentialsUnusable")), error.ToString());
        Assert.That(error.Message, Does.Contain("no-such-token"));
    }
}
