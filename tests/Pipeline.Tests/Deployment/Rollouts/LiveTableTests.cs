using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>What a terminal gets, and what it shows after it has done what the control sequences say.</summary>
public sealed class LiveTableTests
{
    private const string Old = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:1";
    private const string New = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:2";

    private Screen _screen = null!;
    private ManualTimeProvider _time = null!;
    private LiveTable _table = null!;

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
    public void A_table_stands_below_what_has_happened()
    {
        _table.Report("Updating service");
        _table.Show(Look(running: 0, "waiting for 2 of 2 tasks to start", traffic: null));
        _table.Report("(service web) has started 1 tasks");
        _table.Show(Look(running: 1, "waiting for 1 of 2 tasks to start", traffic: null));

        Assert.That(_screen.Lines.Select(line => line.Length > 8 && line[2] == ':' ? line[9..] : line), Is.EqualTo(new[]
        {
            "Updating service",
            "(service web) has started 1 tasks",
            "╭──────────────┬─────────┬─────────┬─────────┬────────┬─────────────╮",
            "│ Revision     │ Desired │ Pending │ Running │ Failed │ State       │",
            "├──────────────┼─────────┼─────────┼─────────┼────────┼─────────────┤",
            "│ shop:2 (new) │       2 │       1 │       1 │      3 │ IN_PROGRESS │",
            "│ shop:1       │       2 │       0 │       2 │      0 │ COMPLETED   │",
            "╰──────────────┴─────────┴─────────┴─────────┴────────┴─────────────╯",
            "0:00  1/2 running; targets: 1 healthy, 2 initial; waiting for 1 of 2 tasks to ",
            "start",
        }));
    }

    [Test]
    public void Traffic_is_shared_by_the_new_revision_and_the_old_one()
    {
        _table.Show(Look(running: 2, "waiting for its completion", traffic: 10));

        Assert.That(_screen.Lines.Where(line => line.Contains('%')).Select(line => line.Split('│')[6].Trim()), Is.EqualTo(new[] { "10 %", "90 %" }));
    }

    [Test]
    public void Time_goes_on_between_two_looks()
    {
        _table.Show(Look(running: 1, "waiting for its completion", traffic: null));

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.That(_screen.Lines, Has.Count.EqualTo(7).And.Some.StartsWith("1:01  1/2 running"));
    }

    [Test]
    public void A_closed_table_stays_and_what_follows_stands_below_it()
    {
        _table.Show(Look(running: 1, "waiting for its completion", traffic: null));
        _table.Close();
        _time.Advance(TimeSpan.FromSeconds(5));
        _table.Report("The application answers");

        Assert.That(_screen.Lines, Has.Count.EqualTo(8));
        Assert.That(_screen.Lines[^1], Does.EndWith(" The application answers"));
    }

    [TestCase(true, true, ExpectedResult = true)]
    [TestCase(false, true, ExpectedResult = false)]
    [TestCase(true, false, ExpectedResult = false)]
    public bool It_needs_a_terminal_that_someone_watches(bool ansi, bool interactive) => LiveTable.IsPossible(ScreenTerminal.On(_screen, ansi, interactive));

    private static RolloutSnapshot Look(int running, string waitsFor, int? traffic) => new(
        New,
        $"{running}/2 running",
        [Deployment(New, "IN_PROGRESS", running, 2 - running, 3), Deployment(Old, "COMPLETED", 2, 0, 0)],
        [Target("initial"), Target("healthy"), Target("initial")],
        traffic,
        waitsFor);

    private static DeploymentStatus Deployment(string taskDefinition, string state, int running, int pending, int failed) =>
        new("d", "ACTIVE", taskDefinition, state, null, 2, running, pending, failed, null, null);

    private static TargetStatus Target(string state) => new("web", "i-1:80", state, null, null);
}
