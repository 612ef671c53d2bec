using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Reads the members of a request; a member of another type is refused as AWS refuses it, null counts as absent.</summary>
internal static class RequestMembers
{
    public static string? Text(this JsonObject request, string name) => request.Value(name, JsonValueKind.String)?.GetValue<string>();

    public static int? Number(this JsonObject request, string name) =>
        request.Value(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetValue<int>(out var number) ? number
        : throw WrongType(name, "an integer");

    public static decimal? Real(this JsonObject request, string name) =>
        request.Value(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetValue<decimal>(out var number) ? number
        // One that was made in memory has the type that it was made from.
        : value.TryGetValue<int>(out var whole) ? whole
        : throw WrongType(name, "a number");

    public static bool? Flag(this JsonObject request, string name) => request[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => throw WrongType(name, "a boolean"),
    };

    public static JsonObject? Object(this JsonObject request, string name) => request[name] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw WrongType(name, "an object"),
    };

    public static IReadOnlyList<JsonObject> Objects(this JsonObject request, string name) =>
        [.. request.Array(name).Select(item => item as JsonObject ?? throw WrongType(name, "a list of objects"))];

    public static IReadOnlyList<string> Texts(this JsonObject request, string name) =>
    [
        .. request.Array(name).Select(item =>
            item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw WrongType(name, "a list of strings")),
    ];

    public static string RequiredText(this JsonObject request, string name) =>
        request.Text(name) is { Length: > 0 } text ? text : throw EcsErrors.InvalidParameter($"{name} should not be empty.");

    private static JsonArray Array(this JsonObject request, string name) => request[name] switch
    {
        null => [],
        JsonArray items => items,
        _ => throw WrongType(name, "a list"),
    };

    private static JsonValue? Value(this JsonObject request, string name, JsonValueKind kind) => request[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == kind => value,
        _ => throw WrongType(name, kind == JsonValueKind.String ? "a string" : "a number"),
    };

    private static AwsErrorException WrongType(string name, string expected) =>
        new("SerializationException", $"The member '{name}' of the request should be {expected}.");
}
