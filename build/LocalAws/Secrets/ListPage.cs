using System.Globalization;
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
        var start = request.Text("NextToken") is not { } token ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw new AwsErrorException(invalidToken, "The specified token is not valid.");
        var page = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(length).Select(view)]) };
        if (start + length < all.Count)
            page["NextToken"] = (start + length).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
