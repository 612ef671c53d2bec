using NSubstitute;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Commands.Status;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Operations;

public sealed class ServiceStatusReportTests
{
    private const string TaskDefinition = "arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private const string Advice = "To continue it: this. To roll it back: that.";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ServiceStatus Rolling = new(
        "ACTIVE", TaskDefinition, 2, 1, 1,
        new("2026-03-02T08:00:00Z", "42", "0123456789abcdef0123456789abcdef01234567-dirty", "staging", "shop", "arn:aws:iam::170904582664:user/ü"),
        [
            new("ecs-svc/2", "PRIMARY", TaskDefinition, "IN_PROGRESS", "ECS deployment ecs-svc/2 in progress.", 2, 1, 1, 0, Now.AddSeconds(-40), Now.AddSeconds(-1)),
            new("ecs-svc/1", "ACTIVE", TaskDefinition, null, null, 2, 1, 0, 0, Now.AddDays(-3), null),
        ],
        [new("app", $"170904582664.dkr.ecr.eu-west-2.amazonaws.com/shop.app@{Digest}", Digest, ["staging", "staging-42"]), new("redis", "redis:7", null, [])],
        [new("shop", "i-1:32768", "unhealthy", "Target.FailedHealthChecks", "Health checks failed")],
        [new(Now.AddSeconds(-2), "(service shop) has started 1 tasks: (task 0123456789abcdef0123456789abcdef).")],
        ["The health of some targets is not shown: no."]);

    private static readonly ScheduleStatus[] Schedules =
    [
        new(Scheduled("nightly"), TaskDefinition[..^1] + "6", TaskDefinition, "cron(0 3 * * ? *)", "Europe/London", IsEnabled: false),
        new(Scheduled("hourly"), TaskDefinition, TaskDefinition, "rate(1 hour)", "UTC", IsEnabled: true),
        new(Scheduled("later"), null, TaskDefinition),
    ];

    [Test]
    public void Text_for_people_is_folded_to_the_width_of_the_terminal()
    {
        var console = new TextTerminal();

        Report(console, new StringWriter(), isJson: false).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), Rolling, width: 80, Advice);

        Assert.That(console.Text.ReplaceLineEndings("\n"), Is.EqualTo(
            """

            Service shop in cluster staging, eu-west-2: environment staging
              1 of 2 tasks running, 1 pending

            Release
              build 42, commit 0123456789ab-dirty, of shop for staging, shop:7
              released 2026-03-02T08:00:00Z (60 min ago) by
                arn:aws:iam::170904582664:user/ü

            Deployments
              PRIMARY IN_PROGRESS shop:7: 1 of 2 running, 1 pending, 0 failed, since
                2026-03-02T08:59:20.000Z (40 s ago)
                ECS deployment ecs-svc/2 in progress.
              ACTIVE shop:7: 1 of 2 running, 0 pending, 0 failed, since
                2026-02-27T09:00:00.000Z (3 days ago)

            Images
              app  170904582664.dkr.ecr.eu-west-2.amazonaws.com/shop.app
                sha256:1111111111111111111111111111111111111111111111111111111111111111
                tagged staging, staging-42
              redis  redis:7
                digest unknown

            Targets of the load balancer
              shop  i-1:32768  unhealthy  Target.FailedHealthChecks: Health checks failed

            Last events
              2026-03-02T08:59:58.000Z (service shop) has started 1 tasks: (task
                0123456789abcdef0123456789abcdef).
            The health of some targets is not shown: no.

            """));
    }

    [Test]
    public void A_task_definition_without_a_record_and_a_wide_terminal_are_no_trouble()
    {
        var console = new TextTerminal();

        Report(console, new StringWriter(), isJson: false).Write(
            SettingsText.Parse(SettingsText.Smallest, "staging"), Rolling with { Release = null, Deployments = [], Images = [], Targets = [], Events = [], Remarks = [], Running = 2, Pending = 0 }, width: null, Advice);

        Assert.That(console.Text.ReplaceLineEndings("\n"), Is.EqualTo(
            """

            Service shop in cluster staging, eu-west-2: environment staging
              2 of 2 tasks running, 0 pending

            Release
              shop:7 has no record of a release: it was not deployed by this version of Slipway, or by something else.

            Deployments

            Images

            """));
    }

    [Test]
    public void A_deployment_that_is_paused_says_where_since_when_and_how_to_go_on()
    {
        var paused = Rolling with { Pause = new("POST_SCALE_UP", ["ecs-pause-1"], Now.AddMinutes(-5), Now.AddMinutes(55), "ROLLBACK") };
        var (console, output) = (new TextTerminal(), new StringWriter());

        Report(console, new StringWriter(), isJson: false).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), paused, width: null, Advice);
        Report(new TextTerminal(), output, isJson: true).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), paused, width: null, Advice);

        Assert.That(console.Text.ReplaceLineEndings("\n"), Does.Contain(
            $"3 days ago)\n  The deployment is paused at POST_SCALE_UP since 2026-03-02T08:55:00Z until 2026-03-02T09:55:00Z, when ECS rolls it back. {Advice}\n\nImages\n"));
        Assert.That(output.ToString(), Does.Contain(
            "'pause':{'stage':'POST_SCALE_UP','hooks':['ecs-pause-1'],'since':'2026-03-02T08:55:00.000Z','until':'2026-03-02T09:55:00.000Z','timeoutAction':'ROLLBACK'}".Replace('\'', '"')));
    }

    [Test]
    public void Json_has_every_member_on_one_line()
    {
        var (console, output) = (new TextTerminal(), new StringWriter());

        Report(console, output, isJson: true).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), Rolling, width: 80, Advice);

        Assert.That(console.Text, Is.Empty);
        Assert.That(output.ToString(), Is.EqualTo(Json(
            "{'application':'shop','environment':'staging','region':'eu-west-2','cluster':'staging','service':'shop','deployed':true,'status':'ACTIVE',"
            + $"'taskDefinition':'{TaskDefinition}','desired':2,'running':1,'pending':1,'release':{{'released':'2026-03-02T08:00:00Z','build':'42',"
            + "'commit':'0123456789abcdef0123456789abcdef01234567-dirty','environment':'staging','application':'shop','by':'arn:aws:iam::170904582664:user/ü','approvedBy':null},"
            + $"'deployments':[{{'id':'ecs-svc/2','status':'PRIMARY','taskDefinition':'{TaskDefinition}','rolloutState':'IN_PROGRESS','rolloutStateReason':'ECS deployment ecs-svc/2 in progress.',"
            + "'desired':2,'running':1,'pending':1,'failed':0,'createdAt':'2026-03-02T08:59:20.000Z','updatedAt':'2026-03-02T08:59:59.000Z'},"
            + $"{{'id':'ecs-svc/1','status':'ACTIVE','taskDefinition':'{TaskDefinition}','rolloutState':null,'rolloutStateReason':null,'desired':2,'running':1,'pending':0,'failed':0,'createdAt':'2026-02-27T09:00:00.000Z','updatedAt':null}}],"
            + $"'pause':null,'images':[{{'container':'app','image':'170904582664.dkr.ecr.eu-west-2.amazonaws.com/shop.app@{Digest}','digest':'{Digest}','tags':['staging','staging-42']}},{{'container':'redis','image':'redis:7','digest':null,'tags':[]}}],"
            + "'targets':[{'group':'shop','target':'i-1:32768','state':'unhealthy','reason':'Target.FailedHealthChecks','description':'Health checks failed'}],"
            + "'events':[{'time':'2026-03-02T08:59:58.000Z','message':'(service shop) has started 1 tasks: (task 0123456789abcdef0123456789abcdef).'}],'remarks':['The health of some targets is not shown: no.']}")));
    }

    [Test]
    public void A_service_that_is_not_there_is_said()
    {
        var (console, output) = (new TextTerminal(), new StringWriter());

        Report(console, output, isJson: true).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), null, width: 80, Advice);

        Assert.That(output.ToString(), Is.EqualTo(Json(
            "{'application':'shop','environment':'staging','region':'eu-west-2','cluster':'staging','service':'shop','deployed':false,'status':null,'taskDefinition':null,'desired':null,"
            + "'running':null,'pending':null,'release':null,'deployments':null,'pause':null,'images':null,'targets':null,'events':null,'remarks':null}")));
    }

    /// <summary>A line of JSON, written with ' for ".</summary>
    private static string Json(string text) => text.Replace('\'', '"') + Environment.NewLine;

    [Test]
    public void Schedules_are_listed_and_one_that_runs_another_revision_says_so()
    {
        var console = new TextTerminal();

        Report(console, new StringWriter(), isJson: false).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), Schedules, width: null);

        Assert.That(console.Text.ReplaceLineEndings("\n"), Is.EqualTo(
            """

            Schedules
              nightly (shop-nightly): shop:6, cron(0 3 * * ? *) Europe/London, disabled
                Service 'web' runs shop:7: the schedule runs another revision.
              hourly (shop-hourly): shop:7, rate(1 hour) UTC
              later (shop-later): not there; the next deployment creates it

            """));
    }

    [Test]
    public void Each_schedule_is_a_line_of_JSON()
    {
        var output = new StringWriter();

        Report(new TextTerminal(), output, isJson: true).Write(SettingsText.Parse(SettingsText.Smallest, "staging"), Schedules, width: null);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Is.EqualTo(
            """{"application":"shop","environment":"staging","region":"eu-west-2","schedule":"nightly","name":"shop-nightly","group":"default","service":"web","deployed":true,"taskDefinition":"arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:6","serviceTaskDefinition":"arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7","isElsewhere":true,"expression":"cron(0 3 * * ? *)","timeZone":"Europe/London","enabled":false}"""));
        Assert.That(lines[2], Does.EndWith(
            "\"deployed\":false,\"taskDefinition\":null,\"serviceTaskDefinition\":\"arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7\",\"isElsewhere\":false,\"expression\":null,\"timeZone\":null,\"enabled\":null}"));
    }

    private static WantedSchedule Scheduled(string name) => new(name, "", "default", $"shop-{name}", "slipway.yml:1:1") { Cluster = "staging", EcsService = "web" };

    private static ServiceStatusReport Report(TextTerminal console, StringWriter output, bool isJson)
    {
        var time = new ManualTimeProvider();
        return new(null!, null!, new ResultOutput(output, isJson), console, Substitute.For<ILog>(), time);
    }
}
