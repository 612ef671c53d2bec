using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>A page of a list: <c>PageSize</c> items from <c>Marker</c> on, and the marker of the next page.</summary>
internal static class Page
{
    private const int Largest = 400;

    public static IReadOnlyList<XElement> Of<T>(QueryParameters parameters, string name, IReadOnlyList<T> items, Func<T, XElement> write)
    {
        var marker = parameters.Text("Marker") is { Length: > 0 } given ? given : null;
        var page = PageOf<T>.Cut(items, marker, parameters.Number("PageSize", 1, Largest) ?? Largest, () => ElbErrors.Validation($"The marker '{marker}' is not valid"));
        var list = Xml.List(name, page.Items, write);
        return page.NextToken is { } next ? [list, Xml.Text("NextMarker", next)!] : [list];
    }
}
