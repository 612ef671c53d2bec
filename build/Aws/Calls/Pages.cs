using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Calls;

/// <summary>Follows <c>nextToken</c> until there is none, and cuts long lists into what one call takes.</summary>
internal static class Pages
{
    /// <summary>The elements of <paramref name="member"/> on all pages, fetched as they are asked for.</summary>
    public static async IAsyncEnumerable<JsonNode> ReadAsync(
        AwsJsonClient client, string operation, JsonObject request, string member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = (JsonObject)request.DeepClone();
        while (true)
        {
            var answer = await client.InvokeAsync(operation, page, cancellationToken);
            foreach (var element in answer[member] as JsonArray ?? [])
            {
                if (element is not null) yield return element;
            }

            if (answer["nextToken"]?.GetValue<string>() is not { Length: > 0 } next) yield break;

            page["nextToken"] = next;
        }
    }

    public static JsonArray ToJson(IEnumerable<string> values) => new([.. values.Select(static v => (JsonNode?)JsonValue.Create(v))]);
}
