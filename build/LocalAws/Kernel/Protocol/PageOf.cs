using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>A page of a list. A token says where the next page begins; what else it may be like is AWS's own affair.</summary>
/// <param name="NextToken">Null at the end.</param>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <param name="token">That of the page before; null for the first.</param>
    /// <param name="invalidToken">The refusal of a token that was never given.</param>
    public static PageOf<T> Cut(IReadOnlyList<T> all, string? token, int length, Func<AwsErrorException> invalidToken)
    {
        var start = 0;
        if (token is not null && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start)) throw invalidToken();
        return new([.. all.Skip(start).Take(length)], start + length < all.Count ? (start + length).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <param name="member">Of the items.</param>
    public JsonObject ToJson(string member, Func<T, JsonNode?> view, string tokenMember = "nextToken")
    {
        var json = new JsonObject { [member] = new JsonArray([.. Items.Select(view)]) };
        if (NextToken is not null) json[tokenMember] = NextToken;
        return json;
    }
}
