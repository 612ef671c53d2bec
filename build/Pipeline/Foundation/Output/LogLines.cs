using System.Globalization;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>A line for each severity, composed as <see cref="string.Format(string, object[])"/> does; a text without arguments is taken as it is.</summary>
internal static class LogLines
{
    public static void Error(this ILog log, string format, params object?[] arguments) => log.Write(LogSeverity.Error, Text(format, arguments));

    public static void Warning(this ILog log, string format, params object?[] arguments) => log.Write(LogSeverity.Warning, Text(format, arguments));

    public static void Information(this ILog log, string format, params object?[] arguments) => log.Write(LogSeverity.Information, Text(format, arguments));

    public static void Verbose(this ILog log, string format, params object?[] arguments) => log.Write(LogSeverity.Verbose, Text(format, arguments));

    public static void Debug(this ILog log, string format, params object?[] arguments) => log.Write(LogSeverity.Debug, Text(format, arguments));

    private static string Text(string format, object?[] arguments) => arguments.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, arguments);
}
