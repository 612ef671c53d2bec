using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class DotNetCommandTests
{
    [Test]
    public void A_build_has_no_analyzers() =>
        Assert.That(DotNetCommand.Build("/s/tests/Ecs.Tests/Ecs.Tests.csproj"), Is.EqualTo(new[]
        {
            "msbuild", "/s/tests/Ecs.Tests/Ecs.Tests.csproj", "-restore", "-nologo", "-verbosity:quiet", "-maxCpuCount", "-property:RunAnalyzers=false",
        }));

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
