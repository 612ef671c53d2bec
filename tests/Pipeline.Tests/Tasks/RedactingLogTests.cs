using Cake.Core.Diagnostics;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Tasks.Output;

namespace Slipway.Pipeline.Tests.Tasks;

public sealed class RedactingLogTests
{
    [Test]
    public void Arguments_are_redacted_whatever_they_are_and_braces_in_them_are_no_format()
    {
        var (log, lines) = Log();

        log.Write(Verbosity.Normal, LogLevel.Error, "Error: {0}, {1}", new InvalidOperationException("no {0} with hunter2-hunter2"), "hunter2-hunter2");

        Assert.That(lines, Is.EqualTo(new[] { "System.InvalidOperationException: no {0} with [REDACTED], [REDACTED]" }.Select(text => $"Error: {text}")));
    }

    [Test]
    public void A_text_without_arguments_is_printed_as_it_is()
    {
        var (log, lines) = Log();

        log.Write(Verbosity.Normal, LogLevel.Information, "{ \"hunter2-hunter2\": 1 }");

        Assert.That(lines, Is.EqualTo(new[] { "{ \"[REDACTED]\": 1 }" }));
    }

    [Test]
    public void What_the_verbosity_leaves_out_is_not_checked()
    {
        var (log, lines) = Log();

        log.Write(Verbosity.Diagnostic, LogLevel.Debug, "{0", "not a format");

        Assert.That(lines, Is.Empty);
    }

    private static (RedactingLog Log, List<string> Lines) Log()
    {
        var secrets = new SecretValues();
        secrets.Add("hunter2-hunter2");
        var lines = new List<string>();
        return (new(new Lister(lines), secrets), lines);
    }

    private sealed class Lister(List<string> lines) : ICakeLog
    {
        public Verbosity Verbosity { get; set; } = Verbosity.Normal;

        public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) => lines.Add(string.Format(format, args));
    }
}
