using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>The <c>ParameterFilters</c> of a request, and the older <c>Filters</c>.</summary>
internal static class ParameterFilter
{
    /// <summary>Whether a parameter passes every filter.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidFilterKey</c> or <c>InvalidFilterOption</c>.</exception>
    public static Func<Parameter, bool> All(JsonObject request)
    {
        var filters = request.Objects("ParameterFilters").Concat(request.Objects("Filters")).Select(Of).ToList();
        return parameter => filters.TrueForAll(filter => filter(parameter));
    }

    private static Func<Parameter, bool> Of(JsonObject filter)
    {
        var values = filter.Texts("Values");
        var key = filter.Text("Key") ?? "";
        var option = filter.Text("Option") ?? (key == "Path" ? "OneLevel" : "Equals");
        Func<Parameter, string?> text = key switch
        {
            "Name" or "Path" => parameter => parameter.Name,
            "Type" => parameter => parameter.Latest.Type,
            "KeyId" => parameter => parameter.KeyId ?? "alias/aws/ssm",
            "Tier" => parameter => parameter.Tier,
            "DataType" => parameter => parameter.DataType,
            _ when key.StartsWith("tag:", StringComparison.Ordinal) => parameter => parameter.Tags.GetValueOrDefault(key[4..]),
            _ => throw new AwsErrorException("InvalidFilterKey", $"The filter key '{key}' is not one of Name, Path, Type, KeyId, Tier, DataType and tag:KEY."),
        };
        return parameter => text(parameter) is { } actual && (values.Count == 0 || values.Any(value => Matches(actual, option, value)));
    }

    private static bool Matches(string actual, string option, string value) => option switch
    {
        "Equals" => actual == value,
        "BeginsWith" => actual.StartsWith(value, StringComparison.Ordinal),
        "Contains" => actual.Contains(value, StringComparison.Ordinal),
        "Recursive" => Under(actual, value) is not null,
        "OneLevel" => Under(actual, value) is { } rest && !rest.Contains('/'),
        _ => throw new AwsErrorException("InvalidFilterOption", $"The following filter option is not valid: {option}. Valid options include: [Equals, BeginsWith, Contains, Recursive, OneLevel]"),
    };

    private static string? Under(string name, string path) =>
        name.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal) ? name[(path.TrimEnd('/').Length + 1)..] : null;
}
