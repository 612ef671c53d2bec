using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>Cuts a list as <c>nextToken</c> asks for; 100 entries at a time.</summary>
internal static class ListPage
{
    private const int Longest = 100;

    public static JsonObject Of(JsonObject request, string member, IReadOnlyList<string> all)
    {
        var start = request.Text("nextToken") is not { } token ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw new AwsErrorException("InvalidNextTokenException", "The next token was specified in an invalid format.");
        var page = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(Longest).Select(entry => (JsonNode)entry)]) };
        if (start + Longest < all.Count)
            page["nextToken"] = (start + Longest).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
