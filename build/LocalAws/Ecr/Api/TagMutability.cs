using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>Which tags of a repository may move.</summary>
/// <param name="Setting"><c>MUTABLE</c>, <c>IMMUTABLE</c>, <c>IMMUTABLE_WITH_EXCLUSION</c> or <c>MUTABLE_WITH_EXCLUSION</c>.</param>
/// <param name="Exclusions">Names of tags with <c>*</c> for any characters, for which the opposite holds.</param>
internal sealed record TagMutability(string Setting, IReadOnlyList<string> Exclusions)
{
    private const string Exclusion = "_WITH_EXCLUSION";

    public static readonly TagMutability Mutable = new("MUTABLE", []);

    public static TagMutability Of(JsonObject request)
    {
        var setting = request.Text("imageTagMutability") ?? Mutable.Setting;
        var exclusions = request.Objects("imageTagMutabilityExclusionFilters");
        if (exclusions.Any(filter => filter.Text("filterType") is not "WILDCARD"))
            throw EcrErrors.InvalidParameter("imageTagMutabilityExclusionFilters.filterType", "Member must satisfy enum value set: [WILDCARD]");
        var filters = exclusions.Select(filter => filter.Text("filter") ?? "").ToList();
        if (setting is not ("MUTABLE" or "IMMUTABLE" or "MUTABLE" + Exclusion or "IMMUTABLE" + Exclusion))
            throw EcrErrors.InvalidParameter("imageTagMutability", "Member must satisfy enum value set: [MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION]");
        return setting.EndsWith(Exclusion, StringComparison.Ordinal) == filters.Count > 0
            ? new(setting, filters)
            : throw EcrErrors.InvalidParameter("imageTagMutabilityExclusionFilters", "Member must be there with an exclusion, and only then");
    }

    /// <summary>Whether a tag stays with the image that has it.</summary>
    public bool Fixes(string tag) => Setting.StartsWith("IMMUTABLE", StringComparison.Ordinal) != Exclusions.Any(filter => Matches(filter, tag));

    public void WriteTo(JsonObject answer)
    {
        answer["imageTagMutability"] = Setting;
        if (Exclusions.Count > 0)
            answer["imageTagMutabilityExclusionFilters"] = new JsonArray([.. Exclusions.Select(filter => new JsonObject { ["filterType"] = "WILDCARD", ["filter"] = filter })]);
    }

    private static bool Matches(string filter, string tag) =>
        Regex.IsMatch(tag, $"^{Regex.Escape(filter).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
