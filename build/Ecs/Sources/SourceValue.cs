using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.Sources;

/// <summary>
/// A value of a JSON text, with its place. Unlike a <c>JsonNode</c> it keeps members that are written twice, numbers as they are spelt,
/// and any depth; and it never throws: what is not there, is null, or is of another type reads as absent.
/// </summary>
public sealed partial class SourceValue
{
    internal SourceValue(JsonValueKind kind, int start, SourceValue? parent) => (Kind, Start, Parent) = (kind, start, parent);

    public JsonValueKind Kind { get; }

    /// <summary>Offset in bytes of UTF-8.</summary>
    public int Start { get; }

    /// <summary>Offset of the first byte behind it.</summary>
    public int End { get; internal set; }

    public SourceValue? Parent { get; }

    /// <summary>A string unescaped, or a number as it is spelt; null for everything else.</summary>
    public string? Scalar { get; internal set; }

    /// <summary>Empty unless this is an array.</summary>
    public IReadOnlyList<SourceValue> Items => ItemList;

    /// <summary>In the order of the text. Empty unless this is an object.</summary>
    public IReadOnlyList<SourceMember> Members => MemberList;

    /// <summary>Where a reader looks for it: the name of a member, the value itself in a list.</summary>
    public int Anchor { get; internal set; }

    /// <summary>As <c>$.containerDefinitions[0].image</c>.</summary>
    public string JsonPath => Parent is null ? "$" : Parent.JsonPath + (Name is null ? $"[{Index}]" : Step(Name));

    internal List<SourceValue> ItemList { get; } = [];

    internal List<SourceMember> MemberList { get; } = [];

    internal string? Name { get; init; }

    internal int Index { get; init; }

    /// <summary>The number, also when it is written as a string; null when it is none, or none that a computer calculates with.</summary>
    public double? Number =>
        Kind is JsonValueKind.Number or JsonValueKind.String
        && double.TryParse(Scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The truth value, also when it is written as a string.</summary>
    public bool? Flag => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(Scalar, out var flag) => flag,
        _ => null,
    };

    /// <summary>The member of that name, the last when there are several; null when there is none or it is null.</summary>
    public SourceValue? Member(string name)
    {
        for (var index = MemberList.Count - 1; index >= 0; index--)
        {
            if (MemberList[index].Name == name) return MemberList[index].Value is { Kind: not JsonValueKind.Null } value ? value : null;
        }

        return null;
    }

    /// <summary>A member's string or number.</summary>
    public string? TextOf(string name) => Member(name)?.Scalar;

    public double? NumberOf(string name) => Member(name)?.Number;

    public bool? FlagOf(string name) => Member(name)?.Flag;

    /// <summary>What a member lists; nothing when it is no list.</summary>
    public IReadOnlyList<SourceValue> ItemsOf(string name) => Member(name)?.Items ?? [];

    private static string Step(string name) =>
        Plain().IsMatch(name) ? $".{name}" : $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Plain();
}
