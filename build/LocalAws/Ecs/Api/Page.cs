using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Cuts a list as <c>maxResults</c> and <c>nextToken</c> ask for; 100 entries at most, as ECS gives.</summary>
internal static class Page
{
    private const int Longest = 100;

    public static JsonObject Of(JsonObject request, string member, IReadOnlyList<JsonNode> all)
    {
        var start = request.Text("nextToken") is not { } token ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw EcsErrors.InvalidParameter("Invalid token.");
        var length = Math.Clamp(request.Number("maxResults") ?? Longest, 1, Longest);
        var page = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(length)]) };
        if (start + length < all.Count)
            page["nextToken"] = (start + length).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
