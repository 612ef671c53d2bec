namespace Slipway.Pipeline.Foundation.Output;

/// <summary>
/// A line that GitHub Actions finds in a job's output and shows beside the file that it is about.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; what is escaped, and how, is in <c>packages/core/src/command.ts</c> of
/// https://github.com/actions/toolkit.
/// </summary>
/// <param name="Name"><c>error</c>, <c>warning</c> or <c>notice</c>.</param>
/// <param name="File">Relative to the root of the repository.</param>
/// <param name="Line">Counts from 1, as the column does; 0 for the file as a whole.</param>
public sealed record WorkflowCommand(string Name, string File, int Line, int Column, string Title, string Message)
{
    public override string ToString()
    {
        var place = Line > 0 ? $",line={Line},col={Column}" : "";
        return $"::{Name} file={Property(File)}{place},title={Property(Title)}::{Data(Message)}";
    }

    /// <summary>The percent sign first, since the others bring more of them.</summary>
    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
