using System.Xml.Linq;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The pieces of ELB's answers.</summary>
internal static class Xml
{
    public static readonly XNamespace Namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

    /// <summary>Nothing, for a value that is null.</summary>
    public static XElement? Text(string name, object? value) => value is null ? null : new(Namespace + name, value);

    public static XElement Structure(string name, params IEnumerable<XElement?> members) => new(Namespace + name, members.OfType<XElement>());

    public static XElement List<T>(string name, IEnumerable<T> items, Func<T, XElement> write) => new(Namespace + name, items.Select(write));

    public static XElement Texts(string name, IEnumerable<string> values) => List(name, values, value => new(Namespace + "member", value));

    public static XElement Member(params IEnumerable<XElement?> members) => Structure("member", members);

    /// <summary>A list of <c>Key</c> and <c>Value</c>.</summary>
    public static XElement Pairs(string name, IEnumerable<KeyValuePair<string, string>> pairs) =>
        List(name, pairs, pair => Member(Text("Key", pair.Key), Text("Value", pair.Value)));
}
