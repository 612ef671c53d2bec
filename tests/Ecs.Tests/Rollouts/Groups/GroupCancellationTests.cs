using static Slipway.Ecs.Tests.Rollouts.Groups.FakeServices;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>Ctrl-C while several services are brought to one release.</summary>
public sealed class GroupCancellationTests
{
    [Test]
    public async Task Cancelled_in_the_middle_all_that_were_moved_get_back_what_they_had_last_first()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeServices("web", "worker", "mail");

        await Assert.CatchAsync<OperationCanceledException>(
            () => ecs.RollAsync([Member("web"), Member("worker", "1", "web"), Member("mail", "0")], steps => steps with { Verify = (_, token) => Cancel(cancelled, token) }, cancelled.Token));

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "worker:1", "web:1" }));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
        Assert.That(ecs.Lines[^1], Is.EqualTo("Cancelled. The services:\n  web: on its way back to web:1\n  worker: on its way back to worker:1\n  mail: mail:1, unchanged\nCheck them with --target=Status, since this run does not wait for them."));
    }

    [Test]
    public async Task One_that_ECS_has_shifted_goes_back_when_the_run_is_cancelled_while_another_moves()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeServices("web", "worker");

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync([ecs.ByEcs("web"), Member("worker", "1", "web")], steps => steps with { Verify = (_, token) => Cancel(cancelled, token) }, cancelled.Token));

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "worker:1", "web:1" }));
        Assert.That(ecs.Lines, Has.None.Contains("continues"));
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public async Task One_that_CodeDeploy_has_shifted_goes_back_when_the_run_is_cancelled_while_another_moves(bool waits, int deployments)
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeServices("web", "worker");

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync([ecs.ByCodeDeploy("web", waits), Member("worker", "1", "web")], steps => steps with { Verify = (_, token) => Cancel(cancelled, token) }, cancelled.Token));

        Assert.That((ecs.Aws.DocumentsTo("CreateDeployment").Count, ecs.Aws.DocumentsTo("StopDeployment").Count), Is.EqualTo((deployments, waits ? 1 : 0)));
        Assert.That(ecs.Lines, Has.None.Contains("continues"));
    }

    [Test]
    public async Task What_is_on_its_way_back_already_is_neither_waited_for_nor_sent_twice()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED" } };
        ecs.Decorate("web", _ =>
        {
            if (ecs.Moves.Contains("web:1")) cancelled.CancelAfter(TimeSpan.Zero);
        });

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync([Member("web"), Member("worker", "1", "web")], steps => steps, cancelled.Token));

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "worker:1", "web:1" }));
        Assert.That(ecs.Lines[^2], Is.EqualTo("web: service 'web' is on its way back; this run does not wait for it"));
        Assert.That(ecs.Lines[^1], Is.EqualTo("Cancelled. The services:\n  web: on its way back to web:1\n  worker: worker:1, as before\nCheck them with --target=Status, since this run does not wait for them."));
    }

    [Test]
    public async Task What_someone_else_has_taken_meanwhile_is_not_taken_back()
    {
        using var ecs = new FakeServices("web", "worker");

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(
            [Member("web"), Member("worker")], steps => steps with { MayTakeBack = () => false, Verify = (_, _) => throw new OperationCanceledException() }));

        Assert.That((ecs.Runs("web"), ecs.Runs("worker")), Is.EqualTo(("web:2", "worker:2")));
    }

    private static async Task Cancel(CancellationTokenSource cancelled, CancellationToken token)
    {
        await cancelled.CancelAsync();
        token.ThrowIfCancellationRequested();
    }
}
