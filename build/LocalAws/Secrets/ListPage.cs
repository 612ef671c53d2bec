using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>Cuts a list as <c>MaxResults</c> and <c>NextToken</c> ask for.</summary>
internal static class ListPage
{
    /// <param name="invalidToken">The code of the refusal of a token that was never given.</param>
    public static JsonObject Of<T>(JsonObject request, string member, IReadOnlyList<T> all, Func<T, JsonObject> view, int longest, string invalidToken)
    {
        var length = request.Number("MaxResults") ?? longest;
        if (length < 1 || length > longest)
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{length}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to {longest}");
        return PageOf<T>.Cut(all, request.Text("NextToken"), length, () => new(invalidToken, "The specified token is not valid.")).ToJson(member, view, "NextToken");
    }
}
