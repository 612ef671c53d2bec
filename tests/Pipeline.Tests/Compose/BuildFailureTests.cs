using Slipway.Pipeline.Compose;

namespace Slipway.Pipeline.Tests.Compose;

public sealed class BuildFailureTests
{
    [Test]
    public void The_step_that_failed_is_told_with_its_service()
    {
        string[] lines =
        [
            "#31 [redis 2/3] RUN true",
            "#32 ERROR: executor failed running [/bin/sh -c php artisan no:such-command]: exit code: 1",
            "------",
            " > [app 15/18] RUN php artisan no:such-command:",
            "0.559 There are no commands defined in the \"no\" namespace.",
            "------",
            "failed to solve: executor failed running [/bin/sh -c php artisan no:such-command]: exit code: 1",
            "",
        ];

        Assert.That(BuildFailure.Describe(lines), Is.EqualTo((
            "app",
            "the image of 'app' could not be built, at [app 15/18] RUN php artisan no:such-command: failed to solve: executor failed running [/bin/sh -c php artisan no:such-command]: exit code: 1")));
    }

    [Test]
    public void A_dockerfile_that_cannot_be_read_is_told_with_its_service_where_the_builder_names_it()
    {
        Assert.That(
            BuildFailure.Describe(["#17 DONE 0.0s", "target nginx: failed to solve: dockerfile parse error on line 29: unknown instruction: WROKDIR"]),
            Is.EqualTo(("nginx", "the image of 'nginx' could not be built: target nginx: failed to solve: dockerfile parse error on line 29: unknown instruction: WROKDIR")));
        Assert.That(
            BuildFailure.Describe(["failed to solve: dockerfile parse error line 29: unknown instruction: WROKDIR"]),
            Is.EqualTo(((string?)null, "the images could not be built: failed to solve: dockerfile parse error line 29: unknown instruction: WROKDIR")));
    }

    [Test]
    public void A_builder_that_said_nothing_is_reported_as_that() =>
        Assert.That(BuildFailure.Describe([]), Is.EqualTo(((string?)null, "the images could not be built: the builder said nothing")));
}
