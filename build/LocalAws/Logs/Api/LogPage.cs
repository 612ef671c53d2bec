using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>Cuts a list of groups or streams as <c>limit</c> and <c>nextToken</c> ask for.</summary>
internal static class LogPage
{
    private const int Longest = 50;

    public static JsonObject Of<T>(JsonObject request, string member, IReadOnlyList<T> all, Func<T, JsonObject> view)
    {
        var limit = request.Limit(Longest, Longest);
        var start = request.Text("nextToken") is not { } token ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw LogErrors.Invalid("The specified nextToken is invalid.");
        var page = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(limit).Select(view)]) };
        if (start + limit < all.Count)
            page["nextToken"] = (start + limit).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
