using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class ServiceContract(AwsServer server) : AwsContract(server)
{
    private const string NoCluster = "no-such-cluster";

    [Test]
    public async Task A_created_cluster_is_described_and_a_missing_one_is_a_failure()
    {
        var name = Unique("cluster");

        var created = await Aws.Ecs.CreateClusterAsync(name, CancellationToken.None);
        var lookup = await Aws.Ecs.DescribeClustersAsync([name, NoCluster], CancellationToken.None);

        Assert.That(Text(created, "clusterArn"), Does.EndWith($":cluster/{name}"));
        Assert.That(lookup.Found.Select(c => (Text(c, "clusterName"), Text(c, "status"))), Is.EqualTo(new[] { (name, "ACTIVE") }));
        Assert.That(lookup.Failures.Select(f => f.Reason), Is.EqualTo(new[] { "MISSING" }));
        Assert.That(lookup.Failures[0].Arn, Does.EndWith(NoCluster));
    }

    [Test]
    public async Task Creating_a_cluster_again_gives_the_same_cluster()
    {
        var name = Unique("cluster");

        var first = await Aws.Ecs.CreateClusterAsync(name, CancellationToken.None);
        var second = await Aws.Ecs.CreateClusterAsync(name, CancellationToken.None);

        Assert.That(Text(second, "clusterArn"), Is.EqualTo(Text(first, "clusterArn")));
    }

    [Test]
    public async Task A_cluster_gets_the_namespace_of_its_services()
    {
        var (name, space) = (Unique("cluster"), Unique("space"));
        await Aws.Ecs.CreateClusterAsync(name, CancellationToken.None);

        await Aws.Ecs.SetNamespaceAsync(name, space, CancellationToken.None);

        var cluster = (await Aws.Ecs.DescribeClustersAsync([name], CancellationToken.None)).Found.Single();
        // AWS tells the ARN of the namespace, and moto the name that it was given.
        Assert.That(Text(cluster["serviceConnectDefaults"]!, "namespace"), Does.StartWith("arn:aws:servicediscovery:").Or.EqualTo(space));
    }

    [Test]
    public async Task A_created_service_is_active_on_its_task_definition_with_one_primary_deployment()
    {
        var (cluster, service, revision) = await CreateServiceAsync();

        var lookup = await Aws.Ecs.DescribeServicesAsync(cluster, [service], CancellationToken.None);

        Assert.That(lookup.Failures, Is.Empty);
        var found = lookup.Found.Single();
        Assert.That(
            (Text(found, "serviceName"), Text(found, "status"), Text(found, "taskDefinition"), found["desiredCount"]!.GetValue<int>()),
            Is.EqualTo((service, "ACTIVE", revision, 0)));
        Assert.That(
            found["deployments"]!.AsArray().Select(d => (Text(d!, "status"), Text(d!, "taskDefinition"))),
            Is.EqualTo(new[] { ("PRIMARY", revision) }));
    }

    [Test]
    public async Task An_updated_service_has_the_new_task_definition_in_its_primary_deployment()
    {
        var (cluster, service, revision) = await CreateServiceAsync();
        var next = await Aws.Ecs.RegisterTaskDefinitionAsync(Documents.TaskDefinition(Family(revision)), CancellationToken.None);
        var update = new JsonObject { ["cluster"] = cluster, ["service"] = service, ["taskDefinition"] = next.Arn };

        var updated = await Aws.Ecs.UpdateServiceAsync(update, CancellationToken.None);
        var described = (await Aws.Ecs.DescribeServicesAsync(cluster, [service], CancellationToken.None)).Found.Single();

        Assert.That(Text(updated, "taskDefinition"), Is.EqualTo(next.Arn));
        Assert.That(Text(described, "taskDefinition"), Is.EqualTo(next.Arn));
        var primary = described["deployments"]!.AsArray().Single(d => Text(d!, "status") == "PRIMARY");
        Assert.That(Text(primary!, "taskDefinition"), Is.EqualTo(Deviates(Deviations.OneDeploymentForEver) ? revision : next.Arn));
    }

    [Test]
    public async Task A_missing_service_is_a_failure_with_reason_MISSING_beside_those_that_exist()
    {
        var (cluster, service, _) = await CreateServiceAsync();
        var names = Enumerable.Range(0, 12).Select(i => $"missing-{i}").Append(service).ToList();

        var lookup = await Aws.Ecs.DescribeServicesAsync(cluster, names, CancellationToken.None);

        Assert.That(lookup.Found.Select(s => Text(s, "serviceName")), Is.EqualTo(new[] { service }));
        Assert.That(lookup.Failures.Select(f => f.Reason), Is.EqualTo(Enumerable.Repeat("MISSING", 12)));
    }

    [Test]
    public async Task Updating_a_missing_service_is_ServiceNotFoundException()
    {
        var cluster = Unique("cluster");
        await Aws.Ecs.CreateClusterAsync(cluster, CancellationToken.None);
        var update = new JsonObject { ["cluster"] = cluster, ["service"] = "no-such-service", ["desiredCount"] = 0 };

        var error = await Failure.OfAsync(() => Aws.Ecs.UpdateServiceAsync(update, CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.NotFound, "ServiceNotFoundException")));
    }

    [Test]
    public async Task A_missing_cluster_is_ClusterNotFoundException_for_its_services_and_its_tasks()
    {
        var services = await Failure.OfAsync(() => Aws.Ecs.DescribeServicesAsync(NoCluster, ["app"], CancellationToken.None));
        var tasks = await Failure.OfAsync(() => Aws.Ecs.DescribeTasksAsync(NoCluster, ["0"], CancellationToken.None));
        var list = await Failure.OfAsync(() => Aws.Ecs.ListTasksAsync(NoCluster, new TaskFilter(), CancellationToken.None));

        Assert.That(new[] { services, tasks, list }.Select(e => (e.Kind, e.Code)), Is.All.EqualTo((AwsFailure.NotFound, "ClusterNotFoundException")));
    }

    [Test]
    public async Task A_service_that_wants_no_task_has_none_in_either_status()
    {
        var (cluster, service, _) = await CreateServiceAsync();

        var running = await Aws.Ecs.ListTasksAsync(cluster, new TaskFilter { ServiceName = service }, CancellationToken.None);
        var stopped = await Aws.Ecs.ListTasksAsync(cluster, new TaskFilter { ServiceName = service, DesiredStatus = "STOPPED" }, CancellationToken.None);

        Assert.That((running.Count, stopped.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Missing_tasks_are_failures_with_reason_MISSING()
    {
        var (cluster, _, _) = await CreateServiceAsync();
        var ids = new[] { new string('1', 32), new string('2', 32) };

        var lookup = await Aws.Ecs.DescribeTasksAsync(cluster, ids, CancellationToken.None);

        Assert.That(lookup.Found, Is.Empty);
        Assert.That(lookup.Failures.Select(f => (f.Arn[^32..], f.Reason)), Is.EqualTo(
            Deviates(Deviations.SilentAboutMissingTasks) ? [] : ids.Select(i => (i, "MISSING"))));
    }

    private async Task<(string Cluster, string Service, string Revision)> CreateServiceAsync()
    {
        var (cluster, service) = (Unique("cluster"), Unique("service"));
        await Aws.Ecs.CreateClusterAsync(cluster, CancellationToken.None);
        var revision = await Aws.Ecs.RegisterTaskDefinitionAsync(Documents.TaskDefinition(Unique("family")), CancellationToken.None);
        await Aws.Ecs.CreateServiceAsync(Documents.Service(cluster, service, revision.Arn), CancellationToken.None);
        return (cluster, service, revision.Arn);
    }

    private static string Family(string arn) => arn[(arn.LastIndexOf('/') + 1)..arn.LastIndexOf(':')];

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
