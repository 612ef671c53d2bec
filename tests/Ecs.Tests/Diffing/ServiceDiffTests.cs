using Slipway.Aws;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Ecs.Tests.Rollouts;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Diffing;

public sealed class ServiceDiffTests
{
    private static readonly TaskDefinitionDocument Wanted = TaskDefinitionDocument.Parse(
        """{"family":"shop","containerDefinitions":[{"name":"app","image":"host:5000/app@sha256:1"}]}""", "taskdef.json");

    [TestCase("sha256:1", "sha256:1", TestName = "A_tag_that_the_tasks_run_as_the_digest_makes_no_difference")]
    [TestCase("sha256:2", "sha256:2", "~ containerDefinitions[app].image: host:5000/app@sha256:2 → host:5000/app@sha256:1", TestName = "A_tag_that_the_tasks_run_as_another_digest_is_a_difference")]
    [TestCase("sha256:1", "sha256:2", "~ containerDefinitions[app].image: host:5000/app:staging → host:5000/app@sha256:1", TestName = "A_tag_that_the_tasks_run_as_two_digests_is_a_difference")]
    public async Task Tags_are_compared_by_what_runs(string first, string second, params string[] expected)
    {
        using var ecs = Ecs(first, second);
        using var clients = Clients(ecs);

        var differences = await new ServiceDiff(clients.Ecs).CompareAsync("shop", "web", Wanted, new(), default);

        Assert.That(differences!.Differences.Select(difference => difference.ToString()), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_load_balancer_that_the_service_has_not_is_a_difference()
    {
        using var ecs = Ecs("sha256:1", "sha256:1");
        using var clients = Clients(ecs);

        var differences = await new ServiceDiff(clients.Ecs).CompareAsync("shop", "web", Wanted, new(LoadBalancer: new("arn:web", "app", 80)), default);

        Assert.That(differences!.Differences, Is.EqualTo(new[] { new Difference("loadBalancers of the service", null, "app:80 in arn:web") }));
    }

    [Test]
    public async Task Another_number_of_tasks_is_a_difference()
    {
        using var ecs = Ecs("sha256:1", "sha256:1");
        using var clients = Clients(ecs);

        var differences = await new ServiceDiff(clients.Ecs).CompareAsync("shop", "web", Wanted, new(DesiredCount: 3), default);

        Assert.That(differences!.Differences, Is.EqualTo(new[] { new Difference("desiredCount of the service", "2", "3") }));
    }

    private static FakeAws Ecs(string first, string second)
    {
        var runs = FakeEcs.Describe(FakeEcs.Old, 2, 2, ("d-1", FakeEcs.Old, "COMPLETED"));
        return new FakeAws()
            .On("DescribeServices", AwsAnswer.Ok($"{{'services':[{runs}],'failures':[]}}"))
            .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{FakeEcs.Old}','family':'shop','containerDefinitions':[{{'name':'app','image':'host:5000/app:staging','cpu':0}}]}}}}"))
            .On("ListTasks", AwsAnswer.Ok("{'taskArns':['a','b']}"))
            .On("DescribeTasks", AwsAnswer.Ok($"{{'tasks':[{Task(first)},{Task(second)}],'failures':[]}}"));
    }

    private static string Task(string digest) => $"{{'taskArn':'{digest}','taskDefinitionArn':'{FakeEcs.Old}','containers':[{{'name':'app','imageDigest':'{digest}'}}]}}";

    private static AwsClients Clients(FakeAws aws) =>
        AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, aws);
}
