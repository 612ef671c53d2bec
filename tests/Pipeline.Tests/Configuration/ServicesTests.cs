using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Several services in <c>deploy.services</c>.</summary>
public sealed class ServicesTests
{
    private const string Head =
        """
        application: shop
        region: eu-west-2
        images:
          app: { repository: shop.app }
        environments:
          local: {}
          staging: { deploy: { services: { worker: null, web: { desiredCount: 4 } } } }
        verify: { url: "https://shop.example/" }

        """;

    private const string Several = Head +
        """
        deploy:
          strategy: rolling
          cluster: main
          launchType: fargate
          desiredCount: 2
          services:
            web: { service: shop-web, loadBalancer: { container: nginx, port: 80, listener: 8080 }, verify: { url: "https://shop.example/web" } }
            worker: { service: shop-worker, taskDefinition: "taskdefs/{env}-jobs.json", desiredCount: 1, after: web }

        """;

    [Test]
    public void Each_has_what_it_says_and_else_what_deploy_says()
    {
        var (web, worker) = (SettingsText.Parse(Several).Services[0], SettingsText.Parse(Several).Services[1]);

        Assert.That((web.Name, web.Strategy, web.RequireService(), web.LaunchType, web.DesiredCount), Is.EqualTo(
            ("web", DeployStrategy.Rolling, new ServiceAddress("main", "shop-web"), (LaunchType?)LaunchType.Fargate, (int?)2)));
        Assert.That((web.TaskDefinition.Text, web.Appspec, worker.TaskDefinition.Text, worker.DesiredCount), Is.EqualTo(
            ("taskdefs/{env}-web-taskdef.json", "web-appspec.yaml", "taskdefs/{env}-jobs.json", (int?)1)));
        Assert.That(worker.After, Is.EqualTo(new[] { "web" }));
    }

    [Test]
    public void Places_are_those_of_the_service_else_of_what_all_share()
    {
        var web = SettingsText.Parse(Several).Services[0];

        Assert.That((web.PlaceOf("service").ToString(), web.PlaceOf("strategy").ToString(), web.PlaceOf("taskDefinition").ToString()), Is.EqualTo(
            ("slipway.yml:15:12", "slipway.yml:10:3", "slipway.yml:15:5")));
    }

    [Test]
    public void An_environment_changes_some_and_leaves_others_out()
    {
        var deploy = SettingsText.Parse(Several, "staging").Deploy;

        Assert.That(deploy.Absent, Is.EqualTo(new[] { "worker" }));
        Assert.That(deploy.Services.Select(service => $"{service.Name} {service.EcsName} {service.DesiredCount}"), Is.EqualTo(new[] { "web shop-web 4" }));
    }

    [Test]
    public void What_is_verified_is_what_the_environment_asks_and_what_its_services_ask()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(settings.Verifications.Select(one => one.Url.Text), Is.EqualTo(new[] { "https://shop.example/", "https://shop.example/web" }));
        Assert.That(settings.Of(["worker"]).Verifications.Select(one => one.Url.Text), Is.EqualTo(new[] { "https://shop.example/" }));
    }

    [Test]
    public void Services_are_chosen_by_name_in_the_order_of_the_file()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(settings.Of(["worker", "web"]).Services.Select(service => service.Name), Is.EqualTo(new[] { "web", "worker" }));
        Assert.That((settings.Of(["worker"]).Service.Name, settings.Of(["worker"]).Deploy.Aside), Is.EqualTo(("worker", new[] { "web" })));
        Assert.That(settings.Of([]).Services, Has.Count.EqualTo(2));
        Assert.That(() => settings.Of(["wroker"]), Throws.TypeOf<ConfigurationException>().With.Message.EqualTo("--service: environment 'local' has no service 'wroker'; did you mean 'worker'?"));
        Assert.That(() => SettingsText.Parse(SettingsText.Smallest).Of(["web"]), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("--service: environment 'local' has one service, which 'deploy' itself describes"));
    }

    [Test]
    public void The_order_holds_through_those_that_are_not_chosen()
    {
        var settings = SettingsText.Parse(Several + "    mail: { service: shop-mail, after: worker }\n    queue: { service: shop-queue, after: [mail, worker] }\n");

        Assert.That(settings.Of(["web", "mail", "queue"]).Services.Select(service => $"{service.Name} after {string.Join(", ", service.After)}"), Is.EqualTo(new[] { "web after ", "mail after web", "queue after mail, web" }));
    }

    [Test]
    public void What_can_do_with_one_only_asks_which()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(() => settings.Service, Throws.TypeOf<ConfigurationException>().With.Message.EqualTo(
            "slipway.yml:14:3: environment 'local' has the services web, worker, and this needs one of them: name it with --service=NAME."));
    }

    [Test]
    public void One_service_has_no_name_and_its_keys_stand_in_deploy()
    {
        var service = SettingsText.Parse(SettingsText.Smallest).Service;

        Assert.That((service.Name, service.Path, service.PlaceOf("service").ToString(), service.PlaceOf("taskDefinition").ToString()), Is.EqualTo(
            ((string?)null, "deploy", "slipway.yml:6:57", "slipway.yml:6:12")));
    }

    // Below Head, from line 9 on.
    [TestCase("deploy: { strategy: rolling, cluster: a, service: shop, services: { web: { service: a } } }",
        "slipway.yml:9:42: error SLP013: 'deploy.service' is about one service, and 'deploy.services' about several: move it to the service that it belongs to, or remove 'deploy.services'")]
    [TestCase("deploy: { strategy: rolling, cluster: a, appspec: x.yaml, services: { web: { service: a } } }",
        "slipway.yml:9:42: error SLP013: 'deploy.appspec' is about one service, and 'deploy.services' about several: move it to the service that it belongs to, or remove 'deploy.services'")]
    [TestCase("deploy: { strategy: rolling, cluster: a, serviceDefinition: s.json, services: { web: { service: a } } }",
        "slipway.yml:9:42: error SLP013: 'deploy.serviceDefinition' is about one service, and 'deploy.services' about several: move it to the service that it belongs to, or remove 'deploy.services'")]
    [TestCase("deploy: { cluster: a, services: { web: { strategy: artifacts-only, service: a, serviceDefinition: s.json } } }",
        "slipway.yml:9:80: error SLP013: another program deploys the service (strategy 'artifacts-only'), and would not read 'deploy.services.web.serviceDefinition': remove it")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: {} }", "slipway.yml:9:52: error SLP007: 'deploy.services' is empty; it must have at least one entry")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: null } }", "slipway.yml:9:42: error SLP007: 'deploy.services' leaves out all services (environment 'local'); it must have at least one")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: } }", "slipway.yml:9:59: error SLP007: 'deploy.services.web' has no value; it must be a mapping")]
    [TestCase("deploy: { strategy: rolling, cluster: a, service: shop, onFailure: keep }",
        "slipway.yml:9:57: error SLP013: 'deploy.onFailure' is about the others of several 'services', and there is one: remove it (--no-rollback leaves a deployment that failed as it is)")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: {} } }", "slipway.yml:9:54: error SLP007: missing key 'service' in 'deploy.services.web' (environment 'local')")]
    [TestCase("deploy: { cluster: a, services: { web: { service: a } } }",
        "slipway.yml:9:35: error SLP007: missing key 'strategy' in 'deploy.services.web' (environment 'local'); write it there, or for all services in 'deploy'")]
    [TestCase("deploy: { strategy: rolling, services: { web: { service: a } } }", "slipway.yml:9:1: error SLP007: missing key 'cluster' in 'deploy' (environment 'local')")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { .web: { service: a } } }", "slipway.yml:9:54: error SLP010: '.web' is not a name: letters, digits, '_', '.' and '-', the first a letter or a digit")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a, servce: b } } }",
        "slipway.yml:9:73: error SLP004: unknown key 'servce'; did you mean 'service'?")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a, after: wrker }, worker: { service: b } } }",
        "slipway.yml:9:73: error SLP010: 'deploy.services.web.after' names 'wrker', which 'deploy.services' does not have; did you mean 'worker'?")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a, after: web } } }",
        "slipway.yml:9:73: error SLP013: the order of 'after' leads in a circle, so that no service of it can be the first: web after web; leave out one of them")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { x: { service: x, after: a }, a: { service: a, after: [b] }, b: { service: b, after: [c] }, c: { service: c, after: a } } }",
        "slipway.yml:9:100: error SLP013: the order of 'after' leads in a circle, so that no service of it can be the first: a after b after c after a; leave out one of them")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a }, worker: { service: a } } }",
        "slipway.yml:9:85: error SLP013: services 'web' and 'worker' have the same ECS service, 'a'; give each its own")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a }, Web: { service: b } } }",
        "slipway.yml:9:75: error SLP013: services 'web' and 'Web' have the same name, but for upper and lower case, 'web'; give each its own")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a, strategy: artifacts-only }, worker: { service: b } } }",
        "slipway.yml:9:11: error SLP013: service 'worker' is deployed here, and 'web' by another program ('artifacts-only'): one release is deployed by one of them; write 'artifacts-only' for all services or for none")]
    [TestCase("deploy: { strategy: rolling, cluster: a, services: { web: { service: a, strategy: blue-green } } }",
        "slipway.yml:9:54: error SLP007: missing key 'codeDeploy' in 'deploy.services.web' (environment 'local'); strategy 'blue-green' needs its 'application' and 'deploymentGroup'")]
    public void Mistakes_are_told_with_their_place(string deploy, string message) =>
        Assert.That(SettingsText.Mistakes(Head.Replace("  staging: { deploy: { services: { worker: null, web: { desiredCount: 4 } } } }\n", "  staging: {}\n", StringComparison.Ordinal) + deploy + "\n"), Is.EqualTo(message));

    [Test]
    public void One_that_comes_after_a_service_that_the_environment_leaves_out_is_no_mistake()
    {
        var text = Several.Replace("worker: null, web", "web: null, worker", StringComparison.Ordinal);

        Assert.That(SettingsText.Parse(text, "staging").Service.Name, Is.EqualTo("worker"));
    }

    [Test]
    public void Another_environments_task_definition_is_warned_of_for_each_service()
    {
        var text = Several.Replace("taskdefs/{env}-jobs.json", "taskdefs/staging-jobs.json", StringComparison.Ordinal);

        Assert.That(SettingsText.Parse(text).Warnings.Select(warning => warning.ToString()), Has.One.StartsWith("slipway.yml:16:").And.One.Contains("takes 'taskdefs/staging-jobs.json'"));
    }
}
