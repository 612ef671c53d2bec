
using Slipway.Aws.Ecr;
using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Redaction;

namespace Slipway.Pipeline.Tests.Build.Images;

public sealed class RegistryLoginsTests
{
    private static readonly RegistryLogin Ecr =
        new(new("https://170904582664.dkr.ecr.eu-west-2.amazonaws.com"), "AWS", new("the-token-of-ecr"), DateTimeOffset.MaxValue);

    private static readonly Dictionary<string, string> HubUser = new() { ["DOCKERHUB_USERNAME"] = "shopper", ["DOCKERHUB_PASSWORD"] = "the-wrong-password" };

    [Test]
    public async Task A_registry_that_refuses_the_token_is_named_with_dockers_reason_and_the_remedy()
    {
        using var docker = new FakeDocker("echo 'WARNING! something else' >&2; echo 'Error response from daemon: login attempt failed with status: 401 Unauthorized' >&2; exit 1");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => Logins(docker, []).LogInToEcrAsync(Ecr, CancellationToken.None));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
        Assert.That(failed.Message, Is.EqualTo(
            "The login to registry '170904582664.dkr.ecr.eu-west-2.amazonaws.com' as 'AWS' failed: Error response from daemon: login attempt failed with status: 401 Unauthorized. "
            + "Its password is the token that ECR's GetAuthorizationToken just gave: check that host and token are of one account and region (AWS_ENDPOINT_URL_ECR, AWS_REGION), "
            + "and that nothing between here and the registry changes the request."));
    }

    [Test]
    public async Task Wrong_credentials_of_docker_hub_are_a_missing_prerequisite_and_the_password_is_not_told()
    {
        using var docker = new FakeDocker("echo 'Error response from daemon: Get \"https://registry-1.docker.io/v2/\": unauthorized: incorrect username or password' >&2; exit 1");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => Logins(docker, HubUser).LogInToDockerHubAsync(CancellationToken.None));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
        Assert.That(failed.Message, Is.EqualTo(
            "The login to Docker Hub as 'shopper' failed: Error response from daemon: Get \"https://registry-1.docker.io/v2/\": unauthorized: incorrect username or password. "
            + "Correct DOCKERHUB_USERNAME and DOCKERHUB_PASSWORD (an access token is a password, too), or unset both to pull anonymously."));
    }

    [Test]
    public async Task Docker_hub_gets_its_password_by_standard_input()
    {
        using var docker = new FakeDocker("echo \"$@\" > \"$HERE/arguments\"; cat > \"$HERE/input\"");

        await Logins(docker, HubUser).LogInToDockerHubAsync(CancellationToken.None);

        Assert.That((docker.Read("arguments"), docker.Read("input")), Is.EqualTo(("login --username shopper --password-stdin\n", "the-wrong-password")));
    }

    [TestCase("DOCKERHUB_USERNAME")]
    [TestCase("DOCKERHUB_PASSWORD")]
    public async Task Docker_hub_is_left_alone_without_both_credentials(string missing)
    {
        using var docker = new FakeDocker("touch \"$HERE/called\"");
        var variables = new Dictionary<string, string>(HubUser) { [missing] = "" };

        await Logins(docker, variables).LogInToDockerHubAsync(CancellationToken.None);

        Assert.That(File.Exists(docker.Path("called")), Is.False);
    }

    private static RegistryLogins Logins(FakeDocker docker, Dictionary<string, string> environment) => new(docker.Cli(), new SecretValues(), environment);
}
