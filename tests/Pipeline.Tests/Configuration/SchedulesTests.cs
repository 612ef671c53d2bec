using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Schedules;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Schedules in <c>deploy.schedules</c>.</summary>
public sealed class SchedulesTests
{
    private const string Several =
        """
        application: shop
        region: eu-west-2
        account: "170904582664"
        images:
          app: { repository: shop.app }
        deploy:
          strategy: rolling
          cluster: main
          services:
            web: { service: shop-web }
            worker: { service: shop-worker }
          schedules:
            nightly: { service: worker, expression: cron(0 3 * * ? *), command: [report] }
            hourly: { service: web, schedule: "shop-{env}-often", group: shop, state: disabled, timezone: Europe/London, role: "arn:aws:iam::{account}:role/{env}" }
        environments:
          local: {}
          staging: { deploy: { schedules: { hourly: null, nightly: { expression: rate(1 day), container: app } } } }

        """;

    private static readonly TaskDefinitionDocument One = Definition("app");
    private static readonly TaskDefinitionDocument Two = Definition("app", "proxy");

    [Test]
    public void Each_is_named_after_application_and_environment_unless_it_says_otherwise()
    {
        var tasks = Tasks(SettingsText.Parse(Several));

        var wanted = tasks.Wanted(_ => One);

        Assert.That(wanted.Select(one => $"{one.Name} {one.Service} {one.Group}/{one.ScheduleName} {one.Cluster}/{one.EcsService} {one.Place}"), Is.EqualTo(new[]
        {
            "nightly worker default/shop-local-nightly main/shop-worker slipway.yml:13:5", "hourly web shop/shop-local-often main/shop-web slipway.yml:14:5",
        }));
        Assert.That(wanted.Select(one => $"{one.Expression} {one.TimeZone} {one.Role} {one.IsEnabled} {one.Container} {string.Join(' ', one.Command ?? [])}"), Is.EqualTo(new[]
        {
            "cron(0 3 * * ? *)  arn:aws:iam::170904582664:role/slipway-rehearsal  app report", " Europe/London arn:aws:iam::170904582664:role/local False  ",
        }));
    }

    [Test]
    public void An_environment_changes_some_and_leaves_others_out_and_needs_roles_of_its_own()
    {
        var wanted = Tasks(SettingsText.Parse(Several, "staging")).Wanted(_ => Two);

        Assert.That(wanted.Select(one => $"{one.ScheduleName} {one.Expression} {one.Role} {one.Container}"), Is.EqualTo(new[] { "shop-staging-nightly rate(1 day)  app" }));
    }

    [Test]
    public void Those_of_services_that_are_not_chosen_are_left_alone()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(settings.Of(["web"]).Schedules.Select(schedule => schedule.Name), Is.EqualTo(new[] { "hourly" }));
        Assert.That(settings.Of(settings.Services[1]).Schedules.Select(schedule => schedule.Name), Is.EqualTo(new[] { "nightly" }));
    }

    [Test]
    public void A_service_that_is_deployed_alone_has_no_name_beside_others()
    {
        var settings = SettingsText.Parse(Several);

        Assert.That(Tasks(settings.Of(["worker"])).Wanted(_ => One).Select(wanted => $"{wanted.Name} '{wanted.Service}'"), Is.EqualTo(new[] { "nightly ''" }));
    }

    [Test]
    public void The_container_of_a_command_is_known_or_it_is_a_mistake()
    {
        var (local, staging) = (Tasks(SettingsText.Parse(Several)), Tasks(SettingsText.Parse(Several, "staging")));

        Assert.That(local.Problems(_ => One), Is.Empty);
        Assert.That(staging.Problems(_ => Two), Is.Empty);
        Assert.That(local.Problems(_ => Two), Is.EqualTo(new[] { "slipway.yml:13:5: the task definition of schedule 'nightly' has app, proxy: write which of them runs the command in 'deploy.schedules.nightly.container'." }));
        Assert.That(staging.Problems(_ => Definition("api", "proxy")), Is.EqualTo(new[] { "slipway.yml:17:51: schedule 'nightly' runs its command in container 'app', which the task definition does not have; did you mean 'api'?" }));
    }

    [Test]
    public void A_name_that_is_too_long_with_its_placeholders_is_a_mistake()
    {
        var settings = SettingsText.Parse(Several.Replace("shop-{env}-often", string.Concat(Enumerable.Repeat("{account}", 7)), StringComparison.Ordinal));

        Assert.That(Tasks(settings).Problems(_ => One).Single(), Does.StartWith("slipway.yml:14:5: the name '170904582664170904582664").And.EndsWith("has 84 characters, and EventBridge Scheduler takes 64: write a shorter one in 'deploy.schedules.hourly.schedule'."));
    }

    private static ScheduledTasks Tasks(Settings settings) => new(settings, PlaceholderValues.For(settings, new("42", "c0ffee", "main")));

    private static TaskDefinitionDocument Definition(params string[] containers) =>
        TaskDefinitionDocument.Parse($$"""{"family":"shop","containerDefinitions":[{{string.Join(',', containers.Select(name => $$"""{"name":"{{name}}","image":"a"}"""))}}]}""", "shop.json");
}
