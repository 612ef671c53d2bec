using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What someone outside the repository has to provide, and has not: exit code 3.</summary>
internal static partial class AccountCases
{
    private const string Prefix = "tutorbloc-app/env-configurations/local";
    private static readonly string[] Secrets = ["--target=DownloadSecrets", "--env=local"];
    private static readonly string[] StagingSecrets = ["--target=DownloadSecrets", "--env=staging"];

    public static IEnumerable<FailureCase> All => [MissingSecrets, WrongBucket, WrongAccount, AnotherRehearsal, NoCredentials, MissingRepositories, MissingImage, MissingCluster, WrongPassword];

    private static FailureCase MissingSecrets => new FailureCase("two secret objects that are missing", Secrets, 3,
            $"slipway.yml:24:5: S3 GetObject s3://{Prefix}/APNS-Kex.p8 failed: NoSuchKey",
            $"slipway.yml:25:5: S3 GetObject s3://{Prefix}/AAACertificateService.crt failed: NoSuchKey")
        .With("slipway.yml", "{env}/APNS-Key.p8", "{env}/APNS-Kex.p8")
        .With("slipway.yml", "{env}/AAACertificateServices.crt", "{env}/AAACertificateService.crt");

    private static FailureCase WrongBucket => new FailureCase("a wrong bucket", Secrets, 3,
            "slipway.yml:24:5: S3 GetObject s3://tutorbloc-ap/env-configurations/local/APNS-Key.p8 failed: NoSuchBucket")
        .With("slipway.yml", "s3://tutorbloc-app/env-configurations/{env}/APNS-Key.p8", "s3://tutorbloc-ap/env-configurations/{env}/APNS-Key.p8");

    private static FailureCase WrongAccount => new FailureCase("credentials of another account", StagingSecrets, 3,
            "slipway.yml:4:1: ", "'staging'", "111111111111", "170904582664 (arn:aws:", "'account'")
    { Variables = copy => copy.AwsEnvironment() }
        .With("slipway.yml", "account: \"170904582664\"", "account: \"111111111111\"");

    private static FailureCase AnotherRehearsal => new FailureCase("a rehearsal that was started as another account", Secrets, 3,
            "slipway.yml:4:1: ", "170904582664", "111111111111", "--target=Down --env=local", "'account'")
        .With("slipway.yml", "account: \"170904582664\"", "account: \"111111111111\"");

    private static FailureCase NoCredentials => new("no credentials", StagingSecrets, 3,
        "NoCredentials", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE")
    {
        Variables = copy => new Dictionary<string, string?>(copy.AwsEnvironment())
        {
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_CONFIG_FILE"] = "/nobody/has/this",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/nobody/has/this",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        },
    };

    /// <summary>The message's own commands are run, and then the same run gets further.</summary>
    private static FailureCase MissingRepositories => new FailureCase("two repositories that are missing", StagingSecrets, 3,
            "slipway.yml:11:3: 'tutorbloc.shop': aws ecr create-repository --region eu-west-2 --repository-name tutorbloc.shop",
            "slipway.yml:13:3: 'tutorbloc.cache': aws ecr create-repository --region eu-west-2 --repository-name tutorbloc.cache")
    {
        Variables = copy => copy.AwsEnvironment(),
        Then = async (copy, result) =>
        {
            foreach (Match command in CreateRepository().Matches(result.Output + result.Error)) await copy.AwsAsync(command.Value.Split(' ')[1..]);
            var again = await RehearsalCopy.RunAsync(copy.BuildScript(StagingSecrets) with { Environment = copy.AwsEnvironment() });
            Assert.That(again.ExitCode, Is.Zero);
        },
    }
        .With("slipway.yml", "  app: { repository: tutorbloc.app }", "  app: { repository: tutorbloc.shop }")
        .With("slipway.yml", "  redis: { repository: redis,", "  redis: { repository: tutorbloc.cache,");

    private static FailureCase MissingImage => new("an image of someone else's that is missing", ["--target=ComposeUp", "--env=staging"], 3,
        "slipway.yml:17:3: ", "/tutorbloc.blackbox:staging", "'pull.blackbox'")
    {
        Variables = copy => copy.AwsEnvironment(),
    };

    private static FailureCase MissingCluster => new("a cluster that is missing", ["--target=Deploy", "--env=staging"], 3,
        "'staging'", "aws ecs create-cluster --cluster-name staging", "'deploy.cluster'")
    {
        Variables = copy => copy.AwsEnvironment(),
        Then = (_, result) =>
        {
            Assert.That(result.Output, Does.Not.Contain("Downloaded"), "It is known before the first task.");
            return Task.CompletedTask;
        },
    };

    private static FailureCase WrongPassword
    {
        get
        {
            WrongTokens? ecr = null;
            return new("a registry password that is refused", ["--target=ComposeUp", "--env=staging"], 3,
                "'127.0.0.1:", "'AWS'", "401 Unauthorized", "AWS_ENDPOINT_URL_ECR", "AWS_REGION")
            {
                Variables = copy =>
                {
                    ecr = new(new(copy.AwsEnvironment()["AWS_ENDPOINT_URL"]!));
                    return new Dictionary<string, string?>(copy.AwsEnvironment()) { ["AWS_ENDPOINT_URL_ECR"] = ecr.Endpoint };
                },
                Then = (_, result) =>
                {
                    Assert.That(result.Output + result.Error, Does.Not.Contain(WrongTokens.Password));
                    return Task.CompletedTask;
                },
                Fix = async _ =>
                {
                    if (ecr is not null) await ecr.DisposeAsync();
                },
            };
        }
    }

    [GeneratedRegex("aws ecr create-repository .*$", RegexOptions.Multiline)]
    private static partial Regex CreateRepository();
}
