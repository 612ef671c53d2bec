using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Calls;

/// <summary>Follows the token of the next page until there is none.</summary>
internal static class Pages
{
    private const string Token = "nextToken";

    /// <summary>What <paramref name="member"/> lists on all pages, fetched as it is asked for.</summary>
    public static IAsyncEnumerable<T> ReadAsync<T>(AwsJsonClient client, string operation, JsonObject request, string member, Func<JsonNode, T> read, CancellationToken cancellationToken) =>
        ReadAsync(client, operation, request, member, Token, read, cancellationToken);

    /// <summary>The same for a service that has another name for the token.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        AwsJsonClient client,
        string operation,
        JsonObject request,
        string member,
        string token,
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
                    answer.OptionalText(token)),
                cancellationToken);
            foreach (var element in elements) yield return element;
            if (string.IsNullOrEmpty(next)) yield break;

            page[token] = next;
        }
    }
}
