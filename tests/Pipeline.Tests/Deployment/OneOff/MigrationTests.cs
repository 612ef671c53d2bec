using NSubstitute;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Deployment.Checks;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.OneOff;

/// <summary>Migrations that are <c>in: cluster</c>.</summary>
public sealed class MigrationTests
{
    private const string Revision = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7";
    private const string InCluster = SettingsText.Smallest + "migrate: { service: app, command: [artisan, migrate], in: cluster, timeout: 2m }\n";

    [Test]
    public async Task The_command_runs_once_in_the_releases_task_definition_where_the_service_runs()
    {
        using var registry = Cluster(exitCode: 0);

        await RunAsync(registry, InCluster);

        var sent = registry.Aws.DocumentsTo("RunTask").Single();
        sent.Remove("clientToken");
        Assert.That(sent.ToJsonString(), Is.EqualTo(
            """{"launchType":"FARGATE","networkConfiguration":{"awsvpcConfiguration":{"subnets":["s"]}},"cluster":"local","taskDefinition":"arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7","count":1,"startedBy":"slipway","overrides":{"containerOverrides":[{"name":"app","command":["artisan","migrate"]}]},"tags":[{"key":"slipway:application","value":"shop"},{"key":"slipway:environment","value":"local"},{"key":"slipway:task","value":"migrate 42:a218440117dd"}]}"""));
    }

    [Test]
    public async Task Before_the_first_deployment_it_runs_in_the_network_that_the_service_will_have()
    {
        using var registry = Cluster(exitCode: 0);
        registry.Aws.On("DescribeServices", AwsAnswer.Ok("{'services':[],'failures':[{'arn':'shop','reason':'MISSING'}]}"));

        await RunAsync(registry, InCluster.Replace("service: shop }", "service: shop, launchType: fargate }", StringComparison.Ordinal));

        var sent = registry.Aws.DocumentsTo("RunTask").Single();
        Assert.That(
            ((string?)sent["launchType"], sent["networkConfiguration"]?.ToJsonString()),
            Is.EqualTo(("FARGATE", """{"awsvpcConfiguration":{"subnets":["subnet-local-a","subnet-local-b"],"assignPublicIp":"DISABLED"}}""")));
    }

    [Test]
    public async Task A_migration_that_fails_ends_it_with_exit_code_4_and_the_next_is_not_run()
    {
        using var registry = Cluster(exitCode: 3);
        const string Two = SettingsText.Smallest + """
            migrate:
              - { service: app, command: [first], in: cluster }
              - { service: app, command: [second], in: cluster }

            """;

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => RunAsync(registry, Two));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((ExitCodes.Application,
            "slipway.yml:9:5: the migration failed, and the service was left as it was. The command failed in container 'app' in task t1 with exit code 3: first. Its log is above.")));
        Assert.That(registry.Aws.DocumentsTo("RunTask"), Has.Count.EqualTo(1));
    }

    [TestCase(InCluster, true)]
    [TestCase(InCluster + "skip: [Migrate]\n", false)]
    public void A_migration_without_its_container_is_refused_before_anything_is_registered(string settings, bool isRefused)
    {
        using var registry = new CheckedRegistry();
        var definition = TaskDefinitionDocument.Parse("""{ "family": "shop", "containerDefinitions": [{ "name": "web", "image": "web" }] }""", "task.json");

        void Check() => new ReleaseTasks(SettingsText.Parse(settings), registry.Clients, Substitute.For<ILog>(), new ManualTimeProvider()).Check([definition]);

        Assert.That(Check, isRefused ? Throws.TypeOf<RunFailedException>().With.Property(nameof(RunFailedException.ExitCode)).EqualTo(ExitCodes.Configuration)
            .And.Message.EndsWith("the migration runs in container 'app' of image 'app', and task definition 'shop' has web.") : Throws.Nothing);
        Assert.That(registry.Aws.Requests, Is.Empty);
    }

    [TestCase(SettingsText.Smallest)]
    [TestCase(SettingsText.Smallest + "migrate: { service: app, command: [migrate] }\n")]
    [TestCase(InCluster + "skip: [Migrate]\n")]
    public async Task Nothing_is_run_when_nothing_is_to_be_migrated_in_the_cluster(string settings)
    {
        using var registry = new CheckedRegistry();

        await RunAsync(registry, settings);

        Assert.That(registry.Aws.Requests, Is.Empty);
    }

    private static async Task<bool> RunAsync(CheckedRegistry registry, string settings)
    {
        var time = new ManualTimeProvider();
        return await time.RunAsync(RunCoreAsync(), TimeSpan.FromSeconds(6));

        async Task<bool> RunCoreAsync()
        {
            await new ReleaseTasks(SettingsText.Parse(settings), registry.Clients, Substitute.For<ILog>(), time).BeforeAsync("42", force: false, new Dictionary<string, string> { [""] = Revision }, CancellationToken.None);
            return true;
        }
    }

    private static CheckedRegistry Cluster(int exitCode)
    {
        var registry = new CheckedRegistry();
        registry.Aws
            .On("DescribeServices", AwsAnswer.Ok("{'services':[{'serviceName':'shop','status':'ACTIVE','launchType':'FARGATE','networkConfiguration':{'awsvpcConfiguration':{'subnets':['s']}}}]}"))
            .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{Revision}','family':'shop','networkMode':'awsvpc','containerDefinitions':[{{'name':'app'}}]}}}}"))
            .On("ListTaskDefinitions", AwsAnswer.Ok("{'taskDefinitionArns':[]}"))
            .On("ListTasks", AwsAnswer.Ok("{'taskArns':[]}"))
            .On("TagResource", AwsAnswer.Ok("{}"))
            .On("RunTask", AwsAnswer.Ok("{'tasks':[{'taskArn':'arn:task/shop/t1'}]}"))
            .On("DescribeTasks", AwsAnswer.Ok($"{{'tasks':[{{'taskArn':'arn:task/shop/t1','lastStatus':'STOPPED','stopCode':'EssentialContainerExited','containers':[{{'name':'app','exitCode':{exitCode}}}]}}]}}"));
        return registry;
    }
}
