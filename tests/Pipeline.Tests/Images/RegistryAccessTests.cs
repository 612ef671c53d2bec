using Slipway.Aws;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Images;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Images;

public sealed class RegistryAccessTests
{
    [Test]
    public async Task All_repositories_that_are_missing_are_told_with_their_place_and_the_command_that_creates_them()
    {
        using var server = new FakeAws().On("DescribeRepositories", AwsAnswer.Refusal("RepositoryNotFoundException", "The repository does not exist."));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, server);
        using var registry = new RegistryAccess(aws.Ecr, null!);
        var settings = SettingsText.Parse(SettingsText.StartingPoint);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => registry.FindRepositoriesAsync(settings, CancellationToken.None));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
        Assert.That(failed.Message, Is.EqualTo(
            """
            The registry has not all repositories. Create those that are missing, or correct their names:
              slipway.yml:6:3: 'tutorbloc.app': aws ecr create-repository --region eu-west-2 --repository-name tutorbloc.app
              slipway.yml:7:3: 'tutorbloc.app.nginx': aws ecr create-repository --region eu-west-2 --repository-name tutorbloc.app.nginx
              slipway.yml:8:3: 'redis': aws ecr create-repository --region eu-west-2 --repository-name redis
              slipway.yml:10:3: 'tutorbloc.blackbox': aws ecr create-repository --region eu-west-2 --repository-name tutorbloc.blackbox
            """));
    }
}
