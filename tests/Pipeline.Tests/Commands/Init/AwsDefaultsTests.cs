using Slipway.Pipeline.Commands.Init;

namespace Slipway.Pipeline.Tests.Commands.Init;

public sealed class AwsDefaultsTests
{
    [TestCase("AWS_REGION=eu-west-2", "eu-west-2")]
    [TestCase("AWS_DEFAULT_REGION=eu-west-1", "eu-west-1")]
    [TestCase("AWS_DEFAULT_REGION=eu-west-1 AWS_REGION=eu-west-2", "eu-west-2")]
    [TestCase("AWS_DEFAULT_REGION=eu-west-1 AWS_REGION=", "eu-west-1")]
    [TestCase("AWS_DEFAULT_REGION=nowhere", null)]
    public void Either_variable_says_the_region(string variables, string? region)
    {
        var environment = variables.Split(' ').Append("AWS_PROFILE=there-is-none").Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.That(AwsDefaults.Of(environment).Region, Is.EqualTo(region));
    }
}
