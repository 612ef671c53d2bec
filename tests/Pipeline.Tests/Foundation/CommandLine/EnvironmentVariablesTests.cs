using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tests.Foundation.CommandLine;

public sealed class EnvironmentVariablesTests
{
    [TestCase("BITBUCKET_STEP_OIDC_TOKEN")]
    [TestCase("ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    public void What_a_build_service_proves_itself_with_is_a_secret(string name) =>
        Assert.That(EnvironmentVariables.SecretsIn(new Dictionary<string, string> { [name] = "0123456789abcdef" }), Does.Contain("0123456789abcdef"));
}
