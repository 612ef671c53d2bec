using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

public sealed class DeploymentFilesTests
{
    private static readonly Dictionary<string, string> Nowhere = [];
    private static readonly Dictionary<string, string> InCodePipeline = new(StringComparer.Ordinal) { ["CODEBUILD_INITIATOR"] = "codepipeline/shop-releases" };
    private static readonly Dictionary<string, string> ByHand = new(StringComparer.Ordinal) { ["CODEBUILD_INITIATOR"] = "someone" };

    private string _root = "";

    [SetUp]
    public void MakeTaskDefinition()
    {
        _root = Directory.CreateTempSubdirectory("slipway-deployment-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "taskdefs"));
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app" }] }""");
    }

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public void In_CodePipeline_the_pipelines_own_stage_deploys()
    {
        Assert.That(Files(InCodePipeline).LeftBecause, Is.EqualTo(
            "Nothing is deployed here: pipeline 'shop-releases' of CodePipeline started this build, and its own Deploy stage rolls service 'shop' from artifacts/."));
    }

    [Test]
    public void Strategy_artifacts_only_deploys_nothing_wherever_it_runs()
    {
        const string Reason = "Nothing is deployed here: strategy 'artifacts-only' (slipway.yml:7:24) leaves service 'shop' to the consumer of artifacts/.";

        Assert.That(Files(Nowhere, "artifacts-only").LeftBecause, Is.EqualTo(Reason));
        Assert.That(Files(InCodePipeline, "artifacts-only").LeftBecause, Is.EqualTo(Reason));
    }

    [Test]
    public void Elsewhere_the_service_is_rolled_here()
    {
        Assert.That(Files(Nowhere).LeftBecause, Is.Null);
        Assert.That(Files(ByHand).LeftBecause, Is.Null);
    }

    [Test]
    public void A_rehearsal_deploys_also_in_CodePipeline_which_has_no_stage_for_it()
    {
        Assert.That(Files(InCodePipeline, environment: "local").LeftBecause, Is.Null);
    }

    [Test]
    public void A_task_definition_that_is_not_there_is_named_with_the_place_that_wants_it()
    {
        Assert.That(Mistakes(Files(Nowhere, environment: "local")), Is.EqualTo(
            "slipway.yml:6:12: there is no task definition 'taskdefs/local-taskdef.json'. Write it, or name another file in 'deploy.taskDefinition'."));
    }

    [Test]
    public void A_task_definition_without_a_container_for_any_image_is_refused()
    {
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-taskdef.json"), """{ "containerDefinitions": [{ "name": "web", "image": "web" }, { "name": "db", "image": "db" }] }""");

        Assert.That(Mistakes(Files(Nowhere)), Is.EqualTo("slipway.yml:3:1: none of the images is for a container of 'taskdefs/staging-taskdef.json', which has web, db."));
    }

    [Test]
    public void Each_of_several_services_takes_something_of_the_release_and_has_a_family_of_its_own()
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace(
            "service: shop", "services: { web: { service: a }, worker: { service: b } }", StringComparison.Ordinal), "staging");
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-web-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app" }] }""");
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-worker-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "wroker", "image": "app" }] }""");

        var mistakes = Mistakes(new(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), new(_root), Nowhere));

        Assert.That(mistakes, Does.Contain("none of the images is for a container of 'taskdefs/staging-worker-taskdef.json', which has wroker.")
            .And.Contain("the task definitions of the services 'web' and 'worker' ('taskdefs/staging-web-taskdef.json', 'taskdefs/staging-worker-taskdef.json') have the same family"));
        Assert.That(mistakes, Does.Not.Contain("container of 'taskdefs/staging-web-taskdef.json'"));
    }

    [TestCase("redis:7", true)]
    [TestCase("example.org:5000/redis@sha256:0123", true)]
    [TestCase("example.org:5000/redis", false)]
    public void One_of_several_services_may_run_versions_of_others_only(string image, bool isTaken)
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop", "services: { web: { service: a }, cache: { service: b } }", StringComparison.Ordinal), "staging");
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-web-taskdef.json"), """{ "family": "web", "containerDefinitions": [{ "name": "app", "image": "app" }] }""");
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-cache-taskdef.json"), $$"""{ "family": "cache", "containerDefinitions": [{ "name": "redis", "image": "{{image}}" }] }""");
        var files = new DeploymentFiles(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), new(_root), Nowhere);

        if (isTaken) Assert.That(files.Check, Throws.Nothing);
        else Assert.That(Mistakes(files), Does.Contain("none of the images is for a container of 'taskdefs/staging-cache-taskdef.json'"));
    }

    [Test]
    public void The_namespaces_that_the_services_name_are_known()
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace(
            "service: shop", "services: { a: { service: a, serviceDefinition: a.json }, b: { service: b, serviceDefinition: b.json }, c: { service: c, serviceDefinition: c.json }, d: { service: d } }", StringComparison.Ordinal), "staging");
        foreach (var (name, connect) in new[] { ("a", """{ "enabled": true, "namespace": "shop" }"""), ("b", """{ "enabled": true, "namespace": "shop" }"""), ("c", """{ "enabled": false, "namespace": "other" }""") })
            File.WriteAllText(Path.Combine(_root, $"{name}.json"), $$"""{ "serviceConnectConfiguration": {{connect}} }""");

        Assert.That(new DeploymentFiles(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), new(_root), Nowhere).Namespaces, Is.EqualTo(new[] { "shop" }));
    }

    [TestCase("web", 80, "slipway.yml:7:43: the load balancer leads to container 'web', and 'taskdefs/staging-taskdef.json' has app.")]
    [TestCase("app", 80, "slipway.yml:7:43: the load balancer leads to port 80 of container 'app', which maps 8080 in 'taskdefs/staging-taskdef.json'.")]
    public void A_load_balancer_that_leads_nowhere_is_refused(string container, int port, string message)
    {
        const string TargetGroup = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop/0123456789abcdef";
        File.WriteAllText(
            Path.Combine(_root, "taskdefs/staging-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "portMappings": [{ "containerPort": 8080 }] }] }""");

        Assert.That(Mistakes(Files(Nowhere, $"rolling, loadBalancer: {{ container: {container}, port: {port}, targetGroup: '{TargetGroup}' }}")), Is.EqualTo(message));
    }

    [Test]
    public void A_network_for_tasks_that_cannot_have_one_is_refused()
    {
        Assert.That(Mistakes(Files(Nowhere, "rolling, network: { subnets: [subnet-1] }")), Is.EqualTo(
            "slipway.yml:7:43: 'deploy.network' is for tasks of network mode awsvpc, and 'taskdefs/staging-taskdef.json' has bridge. Leave it out, or correct 'networkMode'."));
    }

    [Test]
    public void A_task_definition_that_is_not_json_is_refused_with_its_own_place()
    {
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-taskdef.json"), "{\n  \"family\": shop\n}");

        Assert.That(() => Files(Nowhere).Check(), Throws.InstanceOf<TaskDefinitionException>().With.Message.StartsWith("taskdefs/staging-taskdef.json:2:13: not valid JSON: "));
    }

    [Test]
    public void What_is_still_to_be_filled_in_is_refused_in_every_file_that_is_deployed_from()
    {
        File.WriteAllText(
            Path.Combine(_root, "taskdefs/staging-taskdef.json"),
            """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "secrets": [{ "name": "A", "valueFrom": "arn:aws:ssm:eu-west-2:FILL-IN-ACCOUNT:parameter/a" }] }] }""");
        File.WriteAllText(Path.Combine(_root, "appspec.yaml"), "Hooks:\n  - BeforeInstall: FILL-IN\n");

        Assert.That(Mistakes(Files(Nowhere)), Is.EqualTo(
            "taskdefs/staging-taskdef.json:1:106: 'containerDefinitions[0].secrets[0].valueFrom' is still to be filled in: it has FILL-IN-ACCOUNT.\n"
            + "appspec.yaml:2:20: 'Hooks[0].BeforeInstall' is still to be filled in: it has FILL-IN."));
    }

    [Test]
    public void So_is_what_a_rehearsal_would_find_in_the_environment_files_of_its_S3()
    {
        File.WriteAllText(
            Path.Combine(_root, "taskdefs/local-taskdef.json"),
            """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/local/app.env" }] }] }""");
        Directory.CreateDirectory(Path.Combine(_root, ".slipway/local-s3/shop/local"));
        File.WriteAllText(Path.Combine(_root, ".slipway/local-s3/shop/local/app.env"), "# FILL-IN\nDB_PASSWORD=hunter2-FILL-IN\n");

        Assert.That(Mistakes(Files(Nowhere, environment: "local")), Is.EqualTo(".slipway/local-s3/shop/local/app.env:2:1: this line is still to be filled in: it has FILL-IN."));
    }

    [Test]
    public void The_container_of_what_a_release_runs_once_is_known_or_it_is_a_mistake()
    {
        const string Tasks = "release: { before: [{ name: index, command: [a] }], after: [{ name: warm, container: web, command: [a] }, { name: tell, container: ap, command: [a] }] }\n";
        File.WriteAllText(
            Path.Combine(_root, "taskdefs/staging-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app" }, { "name": "web", "image": "web" }] }""");

        Assert.That(Mistakes(Files(Nowhere, more: Tasks)), Is.EqualTo(
            "slipway.yml:8:21: the task definition of task 'index' has app, web: write which of them runs the command in 'release.before[0].container'.\n"
            + "slipway.yml:8:107: task 'tell' runs its command in container 'ap', which the task definition does not have; did you mean 'app'?"));
    }

    private static string Mistakes(DeploymentFiles files)
    {
        var failed = Assert.Throws<RunFailedException>(() => files.Check());
        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        return failed.Message;
    }

    private DeploymentFiles Files(IReadOnlyDictionary<string, string> variables, string strategy = "rolling", string environment = "staging", string more = "")
    {
        var text = SettingsText.Smallest.Replace("staging: { deploy: { strategy: rolling", $"staging: {{ deploy: {{ strategy: {strategy}, codeDeploy: {{ application: shop, deploymentGroup: shop }}", StringComparison.Ordinal);
        var settings = SettingsText.Parse(text + more, environment);
        return new(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), new(_root), variables);
    }
}
