using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>Capacity providers that a cluster cannot have, or not together. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CapacityProviderTests
{
    private const string Weights = "The weight of a capacity provider must be between 0 and 1000, its base between 0 and 100000.";

    [TestCase("""{"capacityProvider": "FARGATE", "weight": 1}, {"capacityProvider": "own", "weight": 1}""", "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers.")]
    [TestCase("""{"capacityProvider": "FARGATE"}, {"capacityProvider": "FARGATE_SPOT", "weight": 0}""", "There are no capacity providers in the capacity provider strategy with a weight value greater than zero.")]
    [TestCase("""{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "base": 1}""", "There are multiple capacity providers in the specified capacity provider strategy with a base value defined.")]
    [TestCase("""{"capacityProvider": "FARGATE", "weight": 1001}""", Weights)]
    [TestCase("""{"capacityProvider": "FARGATE", "base": 100001}""", Weights)]
    [TestCase("""{"capacityProvider": "other"}""", "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.")]
    public void A_strategy_is_refused(string strategy, string message) => Assert.That(Refusal("FARGATE\", \"FARGATE_SPOT\", \"own", strategy), Is.EqualTo(message));

    [Test]
    public void A_strategy_has_twenty_providers_at_most() => Assert.That(
        Refusal("FARGATE", string.Join(", ", Enumerable.Repeat("""{"capacityProvider": "FARGATE", "weight": 1}""", 21))),
        Is.EqualTo("A capacity provider strategy can contain a maximum of 20 capacity providers."));

    [Test]
    public void A_provider_that_is_not_there_is_refused() =>
        Assert.That(Refusal("other", ""), Is.EqualTo("The specified capacity provider 'other' was not found. Specify a valid name or ARN and try again."));

    /// <summary>Of a cluster that has no providers afterwards either.</summary>
    private static string Refusal(string providers, string strategy)
    {
        var rig = new EcsRig();
        rig.Call("CreateCapacityProvider", """{"name": "own", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:aws:autoscaling:eu-west-2:123456789012:autoScalingGroup:1:autoScalingGroupName/own"}}""");

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("PutClusterCapacityProviders", $$"""{"cluster": "local", "capacityProviders": ["{{providers}}"], "defaultCapacityProviderStrategy": [{{strategy}}]}"""));

        var cluster = rig.Call("DescribeClusters", """{"clusters": ["local"]}""")["clusters"]![0]!;
        Assert.That((refused!.Code, (cluster["capacityProviders"] as JsonArray)?.Count ?? 0), Is.EqualTo(("InvalidParameterException", 0)));
        return refused.Message;
    }
}
