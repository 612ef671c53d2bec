using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>Cuts a list as <c>maxResults</c> and <c>nextToken</c> ask for.</summary>
internal static class ListPage
{
    private const int Default = 100;
    private const int Most = 1000;

    public static PageOf<T> Of<T>(JsonObject request, IReadOnlyList<T> all)
    {
        var limit = request.Number("maxResults") ?? Default;
        if (limit is < 1 or > Most) throw EcrErrors.InvalidParameter("maxResults", $"Member must be between 1 and {Most}");
        return PageOf<T>.Cut(all, request.Text("nextToken"), limit, () => EcrErrors.InvalidParameter("nextToken", "Member must be a token of an earlier answer"));
    }
}
