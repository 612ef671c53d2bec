using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;

namespace Slipway.Ecs.Tests.Releases;

public sealed class RollbackChoiceTests
{
    private static readonly RecordedRevision[] Revisions =
    [
        Revision(5, "105", null),
        Revision(4, "104", "2026-03-02T12:00:00Z"),
        Revision(3, "103", null),
        Revision(2, "102", "2026-03-02T10:00:00Z"),
        Revision(1, "101", "2026-03-02T09:00:00Z"),
        new("arn:aws:ecs:eu-west-2:1:task-definition/shop:0", [], null),
    ];

    [TestCase(4, 2, Description = "Not the revision before, which was never released")]
    [TestCase(2, 1)]
    [TestCase(5, 4, Description = "What runs failed, so the last that was released is it")]
    [TestCase(0, 4, Description = "What runs is not of Slipway")]
    public void The_last_release_before_what_runs_is_chosen(int current, int chosen) =>
        Assert.That(RollbackChoice.Choose(Revisions, Arn(current), null).Number, Is.EqualTo(chosen));

    [TestCase("101", 1)]
    [TestCase("2", 2)]
    [TestCase("shop:4", 4)]
    public void A_build_or_a_revision_can_be_named(string to, int chosen) =>
        Assert.That(RollbackChoice.Choose(Revisions, Arn(4), to).Number, Is.EqualTo(chosen));

    [Test]
    public void A_build_goes_before_a_revision_of_the_same_number()
    {
        RecordedRevision[] revisions = [Revision(7, "12", "2026-03-02T12:00:00Z"), Revision(12, "30", "2026-03-02T13:00:00Z")];

        Assert.That(RollbackChoice.Choose(revisions, Arn(12), "12").Number, Is.EqualTo(7));
    }

    [TestCase("99")]
    [TestCase("103", Description = "Registered, and never released")]
    public void One_that_was_not_released_is_refused_with_a_list(string to)
    {
        var failure = Assert.Throws<RolloutException>(() => RollbackChoice.Choose(Revisions, Arn(4), to));

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((RolloutOutcome.Refused, $"""
            There is no released revision with the build or the number '{to}'. There are:
              shop:5, build 105, commit c105, never released, by me@here
              shop:4, build 104, commit c104, released 2026-03-02T12:00:00Z, by me@here (runs now)
              shop:3, build 103, commit c103, never released, by me@here
              shop:2, build 102, commit c102, released 2026-03-02T10:00:00Z, by me@here
              shop:1, build 101, commit c101, released 2026-03-02T09:00:00Z, by me@here
              shop:0, not of Slipway
            """)));
    }

    [Test]
    public void Without_an_earlier_release_there_is_nothing_to_go_back_to()
    {
        var failure = Assert.Throws<RolloutException>(() => RollbackChoice.Choose([Revision(1, "101", "2026-03-02T09:00:00Z")], Arn(1), null));

        Assert.That(failure!.Message, Does.StartWith("No other revision is recorded as released before what runs. There are:\n  shop:1, "));
    }

    private static RecordedRevision Revision(int number, string build, string? released) =>
        new(Arn(number), [], new ReleaseRecord(released, build, $"c{build}", "staging", "shop", "me@here"));

    private static string Arn(int number) => $"arn:aws:ecs:eu-west-2:1:task-definition/shop:{number}";
}
