using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>A page of a list, cut as <c>maxResults</c> and <c>nextToken</c> of the request say.</summary>
/// <param name="NextToken">Null at the end.</param>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? NextToken)
{
    private const int Default = 100;
    private const int Most = 1000;

    public static PageOf<T> Take(JsonObject request, IReadOnlyList<T> all)
    {
        var limit = (int?)request["maxResults"] ?? Default;
        if (limit is < 1 or > Most)
            throw EcrErrors.InvalidParameter("maxResults", $"Member must be between 1 and {Most}");
        var start = (string?)request["nextToken"] is { } token ? Offset(token) : 0;
        var next = start + limit < all.Count ? Convert.ToBase64String(Encoding.ASCII.GetBytes((start + limit).ToString(CultureInfo.InvariantCulture))) : null;
        return new([.. all.Skip(start).Take(limit)], next);
    }

    private static int Offset(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && int.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? offset
                : throw EcrErrors.InvalidParameter("nextToken", "Member must be a token of an earlier answer");
    }
}
