using Slipway.LocalAws.Agent;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Tests.Agent;

public sealed class AgentVariablesTests
{
    private const string Endpoint = "http://169.254.170.2";

    private static readonly AgentAccess OnInstance = new("e1", "c1", "169.254.172.1", IsOnFargate: false, IsOnHost: false);

    [Test]
    public void On_a_container_instance_a_container_learns_of_its_metadata_its_credentials_and_its_region()
    {
        var variables = With([], OnInstance);

        Assert.That(variables, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["ECS_CONTAINER_METADATA_URI"] = "http://169.254.170.2/v3/e1",
            ["ECS_CONTAINER_METADATA_URI_V4"] = "http://169.254.170.2/v4/e1",
            ["ECS_AGENT_URI"] = "http://169.254.170.2/api/e1",
            ["AWS_EXECUTION_ENV"] = "AWS_ECS_EC2",
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/c1",
            ["AWS_ENDPOINT_URL"] = Endpoint,
            ["AWS_REGION"] = "eu-west-2",
            ["AWS_DEFAULT_REGION"] = "eu-west-2",
        }));
    }

    [Test]
    public void Without_a_task_role_there_are_no_credentials()
    {
        var variables = With([], OnInstance with { CredentialsId = null });

        Assert.That(variables.Keys.Where(name => name.Contains("CREDENTIALS", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void What_has_this_machines_network_gets_its_credentials_at_a_full_address()
    {
        var variables = AgentVariables.With(new Dictionary<string, string>(), OnInstance with { IsOnHost = true, Address = null }, "http://127.0.0.1:4566", "eu-west-2", new HashSet<string>());

        Assert.That(variables.GetValueOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI"), Is.EqualTo("http://127.0.0.1:4566/v2/credentials/c1"));
        Assert.That(variables.ContainsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), Is.False);
    }

    [Test]
    public void A_containers_own_variables_win()
    {
        var variables = With(
            new() { ["AWS_ENDPOINT_URL"] = "http://minio:9000", ["ECS_AGENT_URI"] = "", ["AWS_EXECUTION_ENV"] = "mine", ["APP"] = "shop" }, OnInstance);

        Assert.That(
            new[] { "AWS_ENDPOINT_URL", "ECS_AGENT_URI", "AWS_EXECUTION_ENV", "APP" }.Select(name => variables[name]),
            Is.EqualTo(new[] { "http://minio:9000", "", "mine", "shop" }));
    }

    [TestCase("AWS_REGION", false)]
    [TestCase("AWS_DEFAULT_REGION", false)]
    [TestCase("AWS_REGION", true)]
    [TestCase("AWS_DEFAULT_REGION", true)]
    public void On_a_container_instance_either_region_of_the_definition_or_the_image_keeps_both_away(string name, bool isOfImage)
    {
        var own = isOfImage ? [] : new Dictionary<string, string> { [name] = "us-east-1" };
        var variables = AgentVariables.With(own, OnInstance, Endpoint, "eu-west-2", isOfImage ? new HashSet<string> { name } : []);

        Assert.That(variables.Where(variable => variable.Key.Contains("REGION", StringComparison.Ordinal)), Is.EquivalentTo(own));
    }

    [Test]
    public void On_Fargate_the_region_is_always_set()
    {
        var variables = With(new() { ["AWS_REGION"] = "us-east-1" }, OnInstance with { IsOnFargate = true });

        Assert.That((variables["AWS_REGION"], variables["AWS_DEFAULT_REGION"], variables["AWS_EXECUTION_ENV"]), Is.EqualTo(("us-east-1", "eu-west-2", "AWS_ECS_FARGATE")));
    }

    [Test]
    public void An_images_own_endpoint_stays()
    {
        var variables = AgentVariables.With(new Dictionary<string, string>(), OnInstance, Endpoint, "eu-west-2", new HashSet<string> { "AWS_ENDPOINT_URL" });

        Assert.That(variables.ContainsKey("AWS_ENDPOINT_URL"), Is.False);
    }

    [Test]
    public void Addresses_of_containers_are_taken_in_turn_and_end()
    {
        var taken = new HashSet<string>();
        while (AgentAddresses.NextFree(taken) is { } next)
            taken.Add(next);

        Assert.That((taken.Count, taken.First(), taken.Last()), Is.EqualTo((1022, "169.254.172.1", "169.254.175.254")));
    }

    private static Dictionary<string, string> With(Dictionary<string, string> own, AgentAccess access) => AgentVariables.With(own, access, Endpoint, "eu-west-2", new HashSet<string>());
}
