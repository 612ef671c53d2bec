using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Foundation.Output;

/// <summary>
/// Where a target's findings go. With <c>--output=json</c> they are the only thing on standard output, a document a line; whatever else is
/// said, by Cake or by the log, goes to standard error.
/// </summary>
public sealed class ResultOutput
{
    private readonly TextWriter _output;

    public ResultOutput(TextWriter output, bool isJson) => (_output, IsJson) = (output, isJson);

    /// <summary>The findings are wanted as JSON, not as text for people.</summary>
    public bool IsJson { get; }

    /// <summary>That of this process; from here on standard output is nobody else's when it is to be JSON.</summary>
    public static ResultOutput OfThisProcess(Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var output = Console.Out;
        if (invocation.AnswersInJson) Console.SetOut(Console.Error);
        return new(output, invocation.AnswersInJson);
    }

    /// <summary>Writes one document on one line.</summary>
    public void Write<T>(T document, JsonTypeInfo<T> type) => _output.WriteLine(JsonSerializer.Serialize(document, type));
}
