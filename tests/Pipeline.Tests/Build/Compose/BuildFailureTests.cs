
using Slipway.Pipeline.Build.Compose;

namespace Slipway.Pipeline.Tests.Build.Compose;

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
            "at [app 15/18] RUN php artisan no:such-command: failed to solve: executor failed running [/bin/sh -c php artisan no:such-command]: exit code: 1")));
    }

    [Test]
    public void A_dockerfile_that_cannot_be_read_is_told_with_its_service_where_the_builder_names_it() =>
        Assert.That(
            BuildFailure.Describe(["#17 DONE 0.0s", "target nginx: failed to solve: dockerfile parse error on line 29: unknown instruction: WROKDIR"]),
            Is.EqualTo(("nginx", "target nginx: failed to solve: dockerfile parse error on line 29: unknown instruction: WROKDIR")));

    [Test]
    public void Else_it_is_the_only_one_that_was_loaded_and_gave_no_steps()
    {
        string[] lines =
        [
            "#1 [redis internal] load build definition from Dockerfile",
            "#10 [redis 1/4] FROM docker.io/library/debian:bookworm-slim",
            "#11 [blackbox internal] load build definition from Dockerfile",
            "#12 [blackbox build 2/3] RUN true",
            "#16 [app internal] load build definition from Dockerfile",
            "failed to solve: dockerfile parse error line 29: unknown instruction: WROKDIR",
            "#17 [app internal] load .dockerignore",
            "#17 DONE 0.0s",
        ];

        Assert.That(BuildFailure.Describe(lines), Is.EqualTo(("app", "failed to solve: dockerfile parse error line 29: unknown instruction: WROKDIR")));
        Assert.That(BuildFailure.Describe(["#18 [nginx internal] load build definition from Dockerfile", .. lines]).Service, Is.Null);
    }

    [Test]
    public void A_builder_that_said_nothing_is_reported_as_that() =>
        Assert.That(BuildFailure.Describe([]), Is.EqualTo(((string?)null, "the builder said nothing")));
}
