
using Slipway.Ecs.Logs;
using Slipway.Frosting.Tests;
using Slipway.Pipeline.Commands.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Operations;

public sealed class LogOutputTests
{
    private static readonly LogLine Line = new(new(2026, 3, 2, 9, 0, 0, 50, TimeSpan.Zero), "0123456789abcdef", "app", "GET \"/\" {0} 北");

    [Test]
    public void A_person_sees_when_which_task_which_container_and_the_line()
    {
        var (console, output) = (new TextConsole(), new StringWriter());

        new LogOutput(console, new ResultOutput(output, isJson: false)).Report(Line);

        Assert.That((console.Text.ReplaceLineEndings("\n"), output.ToString()), Is.EqualTo(("2026-03-02T09:00:00.050Z 01234567 app GET \"/\" {0} 北\n", "")));
    }

    [Test]
    public void A_program_gets_an_object_a_line()
    {
        var (console, output) = (new TextConsole(), new StringWriter());

        new LogOutput(console, new ResultOutput(output, isJson: true)).Report(Line);

        Assert.That((output.ToString(), console.Text), Is.EqualTo((
            """{"time":"2026-03-02T09:00:00.050Z","task":"0123456789abcdef","container":"app","message":"GET \"/\" {0} 北"}""" + output.NewLine, "")));
    }
}
