using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Cuts a list as <c>maxResults</c> and <c>nextToken</c> ask for; 100 entries at most, as ECS gives.</summary>
internal static class Page
{
    private const int Longest = 100;

    public static JsonObject Of(JsonObject request, string member, IReadOnlyList<JsonNode> all) => PageOf<JsonNode>
        .Cut(all, request.Text("nextToken"), Math.Clamp(request.Number("maxResults") ?? Longest, 1, Longest), () => EcsErrors.InvalidParameter("Invalid token."))
        .ToJson(member, entry => entry);
}
