using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Pipeline.Commands.Run;
using Slipway.Pipeline.Commands.Status;
using Slipway.Pipeline.Commands.Verify;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>What <c>--output=json</c> writes. Members are only ever added; null is written, so that each is always there.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogRecord))]
[JsonSerializable(typeof(CommandRecord))]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(VerifyRecord))]
internal sealed partial class OperationJson : JsonSerializerContext
{
    /// <summary>Text as it was written, where JSON allows it: a person reads this too.</summary>
    public static OperationJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
