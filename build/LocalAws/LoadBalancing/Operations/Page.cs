using System.Globalization;
using System.Xml.Linq;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>A page of a list: <c>PageSize</c> items from <c>Marker</c> on, and the marker of the next page.</summary>
internal static class Page
{
    private const int Largest = 400;

    public static IReadOnlyList<XElement> Of<T>(QueryParameters parameters, string name, IReadOnlyList<T> items, Func<T, XElement> write)
    {
        var size = parameters.Number("PageSize", 1, Largest) ?? Largest;
        var start = 0;
        if (parameters.Text("Marker") is { Length: > 0 } marker && !int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out start))
            throw ElbErrors.Validation($"The marker '{marker}' is not valid");
        var list = Xml.List(name, items.Skip(start).Take(size), write);
        return start + size < items.Count ? [list, Xml.Text("NextMarker", start + size)!] : [list];
    }
}
