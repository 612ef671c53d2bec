using Slipway.Aws.S3;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

[NonParallelizable] // It sets environment variables of this process.
public sealed class CredentialTests
{
    private const string Profiles = """
        [default]
        region = eu-central-1
        aws_access_key_id = AKIDDEFAULT
        aws_secret_access_key = default

        [profile shop]
        region = eu-north-1
        aws_access_key_id = AKIDSHOP
        aws_secret_access_key = shop

        """;

    private static readonly AwsSettings Settings = new() { Endpoint = new Uri("http://127.0.0.1:1") };

    [Test]
    public async Task Fixed_credentials_and_region_go_before_the_environments()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "environment"), ("AWS_REGION", "eu-west-1"));

        Assert.That(await ScopeAsync(Given.Settings), Is.EqualTo("AKIDOFNOACCOUNT in eu-west-2"));
    }

    [Test]
    public async Task The_environments_go_before_the_profiles()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "environment"), ("AWS_REGION", "eu-west-1")).WithConfig(Profiles);

        Assert.That(await ScopeAsync(Settings), Is.EqualTo("AKIDENVIRONMENT in eu-west-1"));
    }

    [Test]
    public async Task A_profile_gives_credentials_and_region()
    {
        using var environment = new AwsEnvironment().WithConfig(Profiles);

        Assert.That(await ScopeAsync(Settings), Is.EqualTo("AKIDDEFAULT in eu-central-1"));
    }

    [Test]
    public async Task The_settings_profile_goes_before_the_environment()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "environment")).WithConfig(Profiles);

        Assert.That(await ScopeAsync(Settings with { Profile = "shop" }), Is.EqualTo("AKIDSHOP in eu-north-1"));
    }

    [Test]
    public async Task A_session_token_is_sent_with_the_request()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ACCESS_KEY_ID", "ASIASESSION"), ("AWS_SECRET_ACCESS_KEY", "session"), ("AWS_SESSION_TOKEN", "a-token"), ("AWS_REGION", "eu-west-1"));
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Ok("{}"));
        using var aws = AwsClients.Create(Settings, fake);

        await aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None);

        Assert.That(fake.Requests.Single().Headers["X-Amz-Security-Token"], Is.EqualTo("a-token"));
    }

    [Test]
    public async Task No_credentials_at_all_is_said_with_what_to_set_by_every_client()
    {
        using var nothing = new AwsEnvironment();
        using var fake = new FakeAws();
        using var aws = AwsClients.Create(Settings with { Region = "eu-west-2" }, fake);
        using var copy = new MemoryStream();

        var json = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));
        var s3 = await Failure.OfAsync(() => aws.Objects.GetAsync(new S3Location("bucket", "key"), copy, CancellationToken.None));
        var sts = await Failure.OfAsync(() => aws.Identity.GetCallerIdentityAsync(CancellationToken.None));

        Assert.That(new[] { json, s3, sts }.Select(e => (e.Kind, e.Code, e.Attempts)), Is.All.EqualTo((AwsFailure.Credentials, "NoCredentials", 1)));
        Assert.That(new[] { json, s3, sts }.Select(e => e.Message), Is.All.EqualTo(
            "AWS credentials failed: NoCredentials: none in the environment, the AWS profiles or the machine's role. "
            + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN; or sign in with 'aws sso login'."));
        Assert.That(fake.Requests, Is.Empty);
    }

    [Test]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        using var environment = new AwsEnvironment().WithConfig(Profiles);
        using var fake = new FakeAws();
        using var aws = AwsClients.Create(Settings with { Region = "eu-west-2", Profile = "shpo" }, fake);

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.Credentials, "ProfileUnusable")));
        Assert.That(error.Message, Does.Match(@"^AWS credentials failed: ProfileUnusable: no AWS profile 'shpo' is in the configuration files \(there are: .*shop.*\)\. Correct AWS_PROFILE, or write the profile \(aws configure --profile shpo\)\.$"));
    }

    [TestCase(
        "mfa", "role_arn = arn:aws:iam::111122223333:role/deploy\nsource_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/phone",
        "the AWS profile 'mfa' needs a code of the MFA device arn:aws:iam::111122223333:mfa/phone, which Slipway cannot ask for. Export a session before: eval \"$(aws configure export-credentials --profile mfa --format env)\".",
        TestName = "A_profile_that_needs_a_code_of_MFA_is_named_with_the_way_to_a_session")]
    [TestCase(
        "role", "role_arn = arn:aws:iam::111122223333:role/deploy\nsource_profile = gone",
        "the AWS profile 'role' takes its credentials from profile 'gone', which is not in the configuration files (there are: keys, role). Correct 'source_profile' of 'role', or write the profile (aws configure --profile gone).",
        TestName = "A_profile_whose_source_is_not_there_is_named_with_it")]
    [TestCase(
        "process", "credential_process = sh -c 'exit 7'", "the credential_process of the AWS profile 'process' failed: ",
        TestName = "A_profile_whose_process_fails_is_named")]
    [TestCase(
        "sso", "sso_start_url = http://127.0.0.1:1/start\nsso_region = eu-west-2\nsso_account_id = 111122223333\nsso_role_name = deploy",
        "the AWS profile 'sso' is not signed in, or its session is over (", TestName = "A_profile_that_is_not_signed_in_is_named")]
    public async Task A_profile_that_gives_no_credentials_is_named(string profile, string text, string message)
    {
        using var environment = new AwsEnvironment(("AWS_PROFILE", profile)).WithConfig($"[profile keys]\naws_access_key_id = AKID\naws_secret_access_key = key\n[profile {profile}]\n{text}\n");
        using var fake = new FakeAws();
        using var aws = AwsClients.Create(Settings with { Region = "eu-west-2" }, fake);

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.Credentials, "ProfileUnusable")));
        Assert.That(error.AwsMessage, Does.StartWith(message));
        Assert.That(fake.Requests, Is.Empty);
    }

    [Test]
    public async Task Fixed_credentials_are_sent_with_their_session_token()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Ok("{}"));
        using var aws = AwsClients.Create(Settings with { Region = "eu-west-2", AccessKeyId = "local", SecretAccessKey = new("local"), SessionToken = new("a-token") }, fake);

        await aws.Ecs.DescribeClustersAsync(["local"], CancellationToken.None);

        Assert.That(fake.Requests.Single().Headers["X-Amz-Security-Token"], Is.EqualTo("a-token"));
    }

    [Test]
    public async Task A_session_that_has_expired_before_its_time_is_renewed_where_the_profile_can()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["next"], """
            echo x >> "$(dirname "$0")/times"
            echo "{\"Version\": 1, \"AccessKeyId\": \"AKID$(wc -l < "$(dirname "$0")/times" | tr -d ' ')\", \"SecretAccessKey\": \"s\", \"SessionToken\": \"t\", \"Expiration\": \"2099-01-01T00:00:00Z\"}"
            """);
        using var environment = new AwsEnvironment().WithConfig($"[default]\nregion = eu-west-2\ncredential_process = sh {folder["next"]}\n");
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Refusal("ExpiredTokenException", "The security token included in the request is expired"), AwsAnswer.Ok("{}"));
        using var aws = AwsClients.Create(Settings, fake);

        await aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None);

        Assert.That(fake.Requests.Select(request => request.Headers["Authorization"].Split("Credential=")[1].Split('/')[0]), Is.EqualTo(new[] { "AKID1", "AKID2" }));
    }

    [Test]
    public async Task A_session_of_the_environment_that_has_expired_is_not_tried_again()
    {
        using var environment = new AwsEnvironment(
            ("AWS_ACCESS_KEY_ID", "ASIASESSION"), ("AWS_SECRET_ACCESS_KEY", "session"), ("AWS_SESSION_TOKEN", "a-token"), ("AWS_REGION", "eu-west-1"));
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Refusal("ExpiredTokenException", "The security token included in the request is expired"));
        using var aws = AwsClients.Create(Settings, fake);

        await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That(fake.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task No_region_is_said_with_what_to_set()
    {
        using var nothing = new AwsEnvironment(("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "key"));
        using var fake = new FakeAws();
        using var aws = AwsClients.Create(Settings, fake);
        using var copy = new MemoryStream();

        var json = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));
        var s3 = await Failure.OfAsync(() => aws.Objects.GetAsync(new S3Location("bucket", "key"), copy, CancellationToken.None));

        Assert.That(new[] { json, s3 }.Select(e => (e.Kind, e.Message)), Is.All.EqualTo((AwsFailure.Region,
            "AWS region failed: NoRegion: no region is configured. Set AWS_REGION, or 'region' in the configuration or in the AWS profile.")));
    }

    /// <summary>Who signed, and for which region.</summary>
    private static async Task<string> ScopeAsync(AwsSettings settings)
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Ok("{}"));
        using var aws = AwsClients.Create(settings, fake);
        await aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None);
        var scope = fake.Requests.Single().Headers["Authorization"].Split("Credential=")[1].Split('/');
        return $"{scope[0]} in {scope[2]}";
    }
}
