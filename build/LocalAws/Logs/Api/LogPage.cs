using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>Cuts a list of groups or streams as <c>limit</c> and <c>nextToken</c> ask for.</summary>
internal static class LogPage
{
    private const int Longest = 50;

    public static JsonObject Of<T>(JsonObject request, string member, IReadOnlyList<T> all, Func<T, JsonObject> view) => PageOf<T>
        .Cut(all, request.Text("nextToken"), request.Limit(Longest, Longest), () => LogErrors.Invalid("The specified nextToken is invalid."))
        .ToJson(member, view);
}
