using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Build.Images;

public sealed class RegistryAccessTests
{
    [Test]
    public async Task All_repositories_that_are_missing_are_told_with_their_place_and_the_command_that_creates_them()
    {
        using var server = new FakeAws().On("DescribeRepositories", AwsAnswer.Refusal("RepositoryNotFoundException", "The repository does not exist."));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, server);
        using var registry = new RegistryAccess(aws.Ecr, null!);
        var settings = SettingsText.Parse(SettingsText.StartingPoint);

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => registry.FindRepositoriesAsync(settings, Values(settings), CancellationToken.None));

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

    [TestCase("", true)]
    [TestCase("registry: \"{account}.dkr.ecr.{region}.amazonaws.com\"", true)]
    [TestCase("registry: 111122223333.dkr.ecr.eu-west-2.amazonaws.com", false)]
    public async Task A_registry_that_is_not_this_accounts_is_refused(string registryKey, bool isRight)
    {
        using var server = new FakeAws().On("DescribeRepositories", request => AwsAnswer.Ok(new JsonObject
        {
            ["repositories"] = new JsonArray([.. request.Document["repositoryNames"]!.AsArray().Select(name => new JsonObject { ["repositoryName"] = (string?)name, ["repositoryUri"] = $"170904582664.dkr.ecr.eu-west-2.amazonaws.com/{name}" })]),
        }));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://aws.test"), AccessKeyId = "a", SecretAccessKey = new("s") }, server);
        using var registry = new RegistryAccess(aws.Ecr, null!);
        var settings = SettingsText.Parse($"{registryKey}\n{SettingsText.StartingPoint}", "staging");

        var failed = await FailureOfAsync(() => registry.FindRepositoriesAsync(settings, Values(settings), CancellationToken.None));

        Assert.That(failed?.Message, Is.EqualTo(isRight ? null : "slipway.yml:1:1: the registry of this account and region is 170904582664.dkr.ecr.eu-west-2.amazonaws.com, and 'registry' is 111122223333.dkr.ecr.eu-west-2.amazonaws.com. Correct it, or use the credentials of its account."));
    }

    private static PlaceholderValues Values(Settings settings) => PlaceholderValues.For(settings, new("1", "c0ffee", null));

    private static async Task<RunFailedException?> FailureOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RunFailedException failed)
        {
            return failed;
        }
    }
}
