using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The parameters of a call: <c>Name</c>, <c>Structure.Name</c>, <c>List.member.1</c>, <c>List.member.1.Name</c>.</summary>
internal sealed class QueryParameters(IReadOnlyDictionary<string, string> values, string prefix = "")
{
    public bool Has(string name) => values.ContainsKey(prefix + name) || values.Keys.Any(key => key.StartsWith($"{prefix}{name}.", StringComparison.Ordinal));

    public string? Text(string name) => values.GetValueOrDefault(prefix + name);

    /// <exception cref="AwsErrorException">It is missing.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } value ? value : throw ElbErrors.Missing(name);

    /// <exception cref="AwsErrorException">It is no number, or out of range.</exception>
    public int? Number(string name, int lowest, int highest)
    {
        if (Text(name) is not { } text)
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw ElbErrors.Validation($"1 validation error detected: Value '{text}' at '{ElbErrors.MemberName(name)}' failed to satisfy constraint: Member must be a number");
        if (number < lowest)
            throw ElbErrors.OutOfRange(name, number, $"greater than or equal to {lowest}");
        return number > highest ? throw ElbErrors.OutOfRange(name, number, $"less than or equal to {highest}") : number;
    }

    public QueryParameters Structure(string name) => new(values, $"{prefix}{name}.");

    public IReadOnlyList<string> Texts(string name) => [.. Numbered(name).Select(item => values[$"{prefix}{name}.member.{item}"])];

    public IReadOnlyList<QueryParameters> Members(string name) =>
        [.. Numbered(name).Select(item => new QueryParameters(values, $"{prefix}{name}.member.{item}."))];

    /// <summary>A list of <c>Key</c> and <c>Value</c>, in order; the last of a key counts.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string name)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var member in Members(name))
            pairs[member.Required("Key")] = member.Text("Value") ?? "";
        return pairs;
    }

    private IEnumerable<int> Numbered(string name)
    {
        var start = $"{prefix}{name}.member.";
        return values.Keys.Where(key => key.StartsWith(start, StringComparison.Ordinal))
            .Select(key => int.TryParse(key[start.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0).Distinct().Order();
    }
}
