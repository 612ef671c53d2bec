using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>
/// The exit code that an exception stands for: that of the first <see cref="CakeException"/> in it, else 1. The engine wraps what a task or
/// a setup throws in a <see cref="CakeReportException"/>, and a task may wait for several things that fail.
/// </summary>
internal static class ExitCode
{
    private const int Unspecified = 1;

    public static int Of(Exception? exception) => Find(exception) ?? Unspecified;

    private static int? Find(Exception? exception) => exception switch
    {
        CakeException cake => cake.ExitCode,
        CakeReportException report => Find(report.InnerException),
        AggregateException several => several.InnerExceptions.Select(Find).FirstOrDefault(code => code is not null),
        _ => null,
    };
}
