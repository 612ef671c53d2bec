using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Calls;

/// <summary>Follows <c>nextToken</c> until there is none.</summary>
internal static class Pages
{
    /// <summary>What <paramref name="member"/> lists on all pages, fetched as it is asked for.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        AwsJsonClient client,
        string operation,
        JsonObject request,
        string member,
        Func<JsonNode, T> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = (JsonObject)request.DeepClone();
        while (true)
        {
            var (elements, next) = await client.InvokeAsync(
                operation,
                page,
                answer => (
                    ((answer[member] as JsonArray) ?? []).OfType<JsonNode>().Select(read).ToList(),
                    answer.OptionalText("nextToken")),
                cancellationToken);
            foreach (var element in elements) yield return element;
            if (string.IsNullOrEmpty(next)) yield break;

            page["nextToken"] = next;
        }
    }
}
