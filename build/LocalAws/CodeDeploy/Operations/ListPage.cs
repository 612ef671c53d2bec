using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>Cuts a list as <c>nextToken</c> asks for; 100 entries at a time.</summary>
internal static class ListPage
{
    private const int Longest = 100;

    public static JsonObject Of(JsonObject request, string member, IReadOnlyList<string> all) => PageOf<string>
        .Cut(all, request.Text("nextToken"), Longest, () => new("InvalidNextTokenException", "The next token was specified in an invalid format."))
        .ToJson(member, entry => entry);
}
