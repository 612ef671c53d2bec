using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class DotNetCommandTests
{
    [Test]
    public void One_build_makes_all_projects_or_those_that_are_asked_for()
    {
        string[] all = ["msbuild", "build/Tests.proj", "-nologo", "-verbosity:quiet", "-maxCpuCount", "-nodeReuse:false"];

        Assert.That(DotNetCommand.Build(), Is.EqualTo(all));
        Assert.That(DotNetCommand.Build("/s/tests/Ecs.Tests/Ecs.Tests.csproj", "/s/tests/Aws.Tests/Aws.Tests.csproj"), Is.EqualTo((string[])
            [.. all, "-property:Only=/s/tests/Ecs.Tests/Ecs.Tests.csproj%3B/s/tests/Aws.Tests/Aws.Tests.csproj"]));
    }

    [Test]
    public void Tests_are_run_as_they_were_built_with_a_report_and_a_line_for_each()
    {
        string[] all =
        [
            "test", "/s/tests/Ecs.Tests/Ecs.Tests.csproj", "--no-build", "--nologo", "--results-directory", "/s/r",
            "--logger", "trx;LogFileName=Ecs.Tests.trx", "--logger", "console;verbosity=normal",
        ];

        Assert.That(DotNetCommand.Test("/s/tests/Ecs.Tests/Ecs.Tests.csproj", "/s/r", filter: null), Is.EqualTo(all));
        Assert.That(DotNetCommand.Test("/s/tests/Ecs.Tests/Ecs.Tests.csproj", "/s/r", "Name~Lock"), Is.EqualTo((string[])[.. all, "--filter", "Name~Lock"]));
    }
}
