using Cake.Core.Diagnostics;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>Cake's log, with every secret that the run has seen taken out.</summary>
public sealed class RedactingLog(ICakeLog log, SecretValues secrets) : ICakeLog
{
    public Verbosity Verbosity
    {
        get => log.Verbosity;
        set => log.Verbosity = value;
    }

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity) return;
        var text = args.Length == 0 ? format : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
        log.Write(verbosity, level, "{0}", secrets.Redact(text));
    }
}
