using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What a request asks to see: cuts a list as <c>maxResults</c> and <c>nextToken</c> ask for; 100 entries at most, as ECS gives.</summary>
internal static class Page
{
    private const int Longest = 100;

    public static JsonObject Of(JsonObject request, string member, IReadOnlyList<JsonNode> all) => PageOf<JsonNode>
        .Cut(all, request.Text("nextToken"), Math.Clamp(request.Number("maxResults") ?? Longest, 1, Longest), () => EcsErrors.InvalidParameter("Invalid token."))
        .ToJson(member, entry => entry);

    /// <summary>Whether <c>include</c> asks for what answers have on request only, as in <c>TAGS</c>.</summary>
    public static bool Includes(JsonObject request, string what) => request.Texts("include").Contains(what);

    /// <summary>Takes the tags out of what is described, unless the request asks for them.</summary>
    public static JsonObject Described(JsonObject request, JsonObject view)
    {
        if (!Includes(request, "TAGS"))
            view["tags"] = new JsonArray();
        return view;
    }
}
