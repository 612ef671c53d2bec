using System.Text.Json.Nodes;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>Which release several services go back to.</summary>
public sealed class GroupRollbackChoiceTests
{
    private static readonly RecordedRevision[] Web = [Revision("web", 3, "43", "03"), Revision("web", 2, "42", "02"), Revision("web", 1, "41", "01")];

    [Test]
    public void The_newest_build_that_every_service_has_before_what_runs_is_chosen()
    {
        RecordedRevision[] worker = [Revision("worker", 2, "43", "03"), Revision("worker", 1, "41", "01")];

        var (build, revisions) = GroupRollbackChoice.Choose([History("web", 3, Web), History("worker", 2, worker)], null);

        Assert.That((build, revisions["web"].Name, revisions["worker"].Name), Is.EqualTo(("41", "web:1", "worker:1")));
    }

    [Test]
    public void A_build_in_which_a_service_ran_unchanged_is_one_that_it_has()
    {
        RecordedRevision[] worker = [Revision("worker", 1, "41", "01", "42", "43")];

        var (build, revisions) = GroupRollbackChoice.Choose([History("web", 3, Web), History("worker", 1, worker)], null);

        Assert.That((build, revisions["web"].Name, revisions["worker"].Name), Is.EqualTo(("42", "web:2", "worker:1")));
    }

    [Test]
    public void A_build_of_which_another_service_says_that_it_ran_is_one_that_it_has()
    {
        RecordedRevision[] web = [Web[0], Beside("web", 2, "42", "02", "worker:1"), Web[2]];
        RecordedRevision[] worker = [Revision("worker", 2, "43", "03"), Revision("worker", 1, "40", "01")];

        var (build, revisions) = GroupRollbackChoice.Choose([History("web", 3, web), History("worker", 2, worker)], null);

        Assert.That((build, revisions["web"].Name, revisions["worker"].Name), Is.EqualTo(("42", "web:2", "worker:1")));
    }

    [Test]
    public void From_a_mixture_the_last_build_that_all_had_is_chosen()
    {
        RecordedRevision[] worker = [Revision("worker", 2, "42", "02"), Revision("worker", 1, "41", "01")];

        var (build, _) = GroupRollbackChoice.Choose([History("web", 3, Web), History("worker", 2, worker)], null);

        Assert.That(build, Is.EqualTo("42"));
    }

    [Test]
    public void The_build_that_is_asked_for_is_chosen_also_when_it_is_newer()
    {
        RecordedRevision[] worker = [Revision("worker", 1, "41", "01", "42", "43")];

        var (build, revisions) = GroupRollbackChoice.Choose([History("web", 1, Web), History("worker", 1, worker)], "43");

        Assert.That((build, revisions["web"].Name), Is.EqualTo(("43", "web:3")));
    }

    [Test]
    public void One_that_a_service_has_not_is_refused_with_those_that_all_have()
    {
        RecordedRevision[] worker = [Revision("worker", 2, "43", "03"), Revision("worker", 1, "41", "01")];

        var refused = Assert.Throws<RolloutException>(() => GroupRollbackChoice.Choose([History("web", 3, Web), History("worker", 2, worker)], "42"));

        Assert.That((refused!.Outcome, refused.Message), Is.EqualTo((
            RolloutOutcome.Refused, "Not every service has released build '42': worker has not. Builds that all have: 43 (runs now), 41. Web runs web:3, worker runs worker:2.")));
    }

    [Test]
    public void Where_there_is_none_before_what_runs_it_is_refused()
    {
        RecordedRevision[] worker = [Revision("worker", 1, "43", "03")];

        var refused = Assert.Throws<RolloutException>(() => GroupRollbackChoice.Choose([History("web", 3, Web), History("worker", 1, worker)], null));

        Assert.That(refused!.Message, Is.EqualTo("No build that every service has is recorded as released before what runs. Builds that all have: 43 (runs now). Web runs web:3, worker runs worker:1."));
    }

    [Test]
    public void What_failed_and_was_never_released_is_gone_back_from_to_the_last_release()
    {
        RecordedRevision[] web = [new(Arn("web", 4), [], new(null, "44", "c0ffee", "staging", "shop", null)), .. Web];
        RecordedRevision[] worker = [Revision("worker", 1, "43", "03")];

        var (build, _) = GroupRollbackChoice.Choose([History("web", 4, web), History("worker", 1, worker)], null);

        Assert.That(build, Is.EqualTo("43"));
    }

    private static GroupHistory History(string name, int current, RecordedRevision[] revisions) => new(name, Arn(name, current), revisions);

    private static RecordedRevision Revision(string family, int number, string build, string day, params string[] unchangedIn) =>
        new(Arn(family, number), new JsonObject(), new($"2026-03-{day}T09:00:00Z", build, "c0ffee", "staging", "shop", null) { UnchangedIn = unchangedIn });

    private static RecordedRevision Beside(string family, int number, string build, string day, params string[] beside) =>
        new(Arn(family, number), new JsonObject(), new($"2026-03-{day}T09:00:00Z", build, "c0ffee", "staging", "shop", null) { Beside = beside });

    private static string Arn(string family, int number) => $"arn:aws:ecs:eu-west-2:111122223333:task-definition/{family}:{number}";
}
