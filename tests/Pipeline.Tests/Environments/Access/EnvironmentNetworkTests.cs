using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Environments.Access;

public sealed class EnvironmentNetworkTests
{
    private const string WithNetwork = "{'serviceName':'shop','status':'ACTIVE','networkConfiguration':{'awsvpcConfiguration':{'subnets':['subnet-1']}}}";
    private const string Written = "network: { subnets: [subnet-1], securityGroups: [sg-1], publicIp: true }";

    private static readonly TaskDefinitionDocument Bridge = Definition("bridge");
    private static readonly TaskDefinitionDocument Awsvpc = Definition("awsvpc");

    [Test]
    public void What_is_written_holds_in_every_environment()
    {
        string?[] networks = [Text("local", Written, Awsvpc), Text("staging", Written, Awsvpc)];

        Assert.That(networks, Is.All.EqualTo("subnets subnet-1; security groups sg-1; public IP ENABLED"));
    }

    [TestCase("local", "subnets subnet-local-a, subnet-local-b")]
    [TestCase("local-fargate", "subnets subnet-local-a, subnet-local-b")]
    [TestCase("staging", null)]
    public void A_rehearsal_has_subnets_of_its_own(string environment, string? expected)
    {
        Assert.That(Text(environment, "", Awsvpc), Is.EqualTo(expected));
    }

    [TestCase("local")]
    [TestCase("staging")]
    public void Tasks_of_another_mode_have_no_network(string environment)
    {
        Assert.That(Text(environment, "", Bridge), Is.Null);
    }

    [Test]
    public async Task A_service_that_has_to_be_created_without_a_network_fails_with_the_key_that_is_missing()
    {
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => RequireAsync("{'services':[],'failures':[{'arn':'shop','reason':'MISSING'}]}"));

        Assert.That(failure!.Message, Is.EqualTo(
            "slipway.yml:6:14: error SLP007: missing key 'network' in 'deploy' (environment 'staging'): the task definition is of network mode awsvpc, and service 'shop' has to be created; "
            + "write, for example, 'network: { subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718] }'"));
    }

    [TestCase("{'services':[{'serviceName':'shop','status':'ACTIVE'}]}", "service 'shop' has no network yet", TestName = "A_service_of_another_mode_needs_one_before_it_changes")]
    [TestCase("{'services':[{'serviceName':'shop','status':'DRAINING','networkConfiguration':{'awsvpcConfiguration':{'subnets':['subnet-1']}}}]}", "service 'shop' has to be created", TestName = "A_service_that_is_draining_is_created_anew")]
    public async Task Other_services_without_one_fail_too(string services, string why)
    {
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => RequireAsync(services));

        Assert.That(failure!.Message, Does.Contain(why));
    }

    [Test]
    public async Task A_service_that_has_one_needs_none_in_the_file()
    {
        await Assert.ThatAsync(() => RequireAsync($"{{'services':[{WithNetwork}]}}"), Throws.Nothing);
    }

    [TestCase("ecs-blue-green", null, TestName = "A_strategy_that_creates_no_service_says_so_itself")]
    [TestCase("ecs-blue-green", "{}", TestName = "Every_strategy_needs_a_network_for_a_service_that_has_none")]
    public void Strategies_that_create_no_service(string strategy, string? service)
    {
        var missing = EnvironmentNetwork.Missing(Settings("staging", "", strategy), Awsvpc, service is null ? null : JsonNode.Parse(service)!.AsObject());

        Assert.That(missing is null, Is.EqualTo(service is null));
    }

    private static async Task<bool> RequireAsync(string services)
    {
        using var aws = new FakeAws().On("DescribeServices", AwsAnswer.Ok(services));
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, aws);
        await EnvironmentNetwork.RequireAsync(clients.Ecs, Settings("staging", ""), Awsvpc, beside: null, CancellationToken.None);
        return true;
    }

    private static string? Text(string environment, string network, TaskDefinitionDocument definition) => EnvironmentNetwork.Of(Settings(environment, network), definition)?.ToString();

    private static Pipeline.Configuration.Settings Settings(string environment, string network, string strategy = "rolling") => SettingsText.Parse(
        $$"""
        application: shop
        region: eu-west-2
        images:
          app: { repository: shop.app }
        environments:
          {{environment}}: { deploy: { strategy: {{strategy}}, cluster: local, service: shop, {{network}} } }

        """,
        environment);

    private static TaskDefinitionDocument Definition(string mode) =>
        TaskDefinitionDocument.Parse($$"""{"family":"shop","networkMode":"{{mode}}","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");
}
