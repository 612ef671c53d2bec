using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>What a terminal shows while several services are rolled.</summary>
public sealed class ServicesTableTests
{
    private const string Arn = "arn:aws:ecs:eu-west-2:111122223333:task-definition/";

    private Screen _screen = null!;
    private ManualTimeProvider _time = null!;
    private ServicesTable _table = null!;

    [SetUp]
    public void Open()
    {
        (_screen, _time) = (new(), new());
        _table = new(ScreenTerminal.On(_screen), new ScreenLog(_screen), _time);
    }

    [TearDown]
    public void Close()
    {
        _table.Dispose();
        _screen.Dispose();
    }

    [Test]
    public void Each_service_has_a_row_below_what_has_happened_and_keeps_it_when_it_is_done()
    {
        var (web, worker) = (_table.Of("web"), _table.Of("worker"));
        web.Show(Look("shop-web", 1, "waiting for 1 of 2 tasks to start"));
        worker.Show(Look("shop-worker", 0, "waiting for the first task"));
        _table.Report("web: (service shop-web) has started 1 tasks");
        web.Show(Look("shop-web", 2, "done"));
        web.Close();

        Assert.That(_screen.Lines.Select(line => line.Length > 8 && line[2] == ':' ? line[9..] : line), Is.EqualTo(new[]
        {
            "web: (service shop-web) has started 1 tasks",
            "╭─────────┬───────────────┬─────────┬────────┬─────────┬───────────────────────╮",
            "│ Service │ Revision      │ Running │ Failed │ Traffic │ State                 │",
            "├─────────┼───────────────┼─────────┼────────┼─────────┼───────────────────────┤",
            "│ web     │ shop-web:2    │     2/2 │      0 │         │ done                  │",
            "│ worker  │ shop-worker:2 │     0/2 │      0 │         │ waiting for the firs… │",
            "╰─────────┴───────────────┴─────────┴────────┴─────────┴───────────────────────╯",
            "0:00  1 of 2 done",
        }));
    }

    [Test]
    public void Ten_services_fit_into_a_terminal_of_24_lines_and_more_show_those_that_are_not_done()
    {
        for (var index = 0; index < 10; index++) _table.Of($"service-{index}").Show(Look($"shop-{index}", index % 3, "waiting for the old tasks to end (2), and for something that needs many words"));
        Assert.That(_screen.Lines, Has.Count.LessThan(24));

        for (var index = 10; index < 30; index++) _table.Of($"service-{index}").Show(Look($"shop-{index}", 2, index < 20 ? "done" : "waiting for its completion"));

        Assert.That(_screen.Lines, Has.Count.LessThan(24));
        Assert.That(_screen.Lines[^1], Is.EqualTo("0:00  10 of 30 done; 12 more are not shown"));
    }

    private static RolloutSnapshot Look(string family, int running, string stage)
    {
        var revision = $"{Arn}{family}:2";
        return new(revision, "", [new("d-2", "PRIMARY", revision, "IN_PROGRESS", null, 2, running, 0, 0, null, null)], [], null, stage);
    }
}
