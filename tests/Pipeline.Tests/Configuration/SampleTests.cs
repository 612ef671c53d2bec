using Slipway.Pipeline.Configuration.Reader;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>The repository's own slipway.yml.</summary>
public sealed class SampleTests
{
    [TestCase("local")]
    [TestCase("local-fargate")]
    [TestCase("staging")]
    [TestCase("production")]
    public void The_sample_is_valid_for_each_environment(string environment)
    {
        var file = Path.Join(Workspace.Repository, "slipway.yml");

        var settings = SettingsReader.Read(file, environment);

        Assert.That((settings.Environment, settings.Environments), Is.EqualTo((environment, new[] { "local", "local-fargate", "staging", "production" })));
    }
}
