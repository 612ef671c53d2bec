using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>What stands behind an operator.</summary>
internal enum QueryArgument
{
    None,
    Word,
    List,
    Pattern,
}

/// <summary>Compares the values of a subject. The negations hold for an instance without the attribute, too, which is unconfirmed.</summary>
internal sealed record QueryOperator(QueryArgument Argument, Func<IReadOnlyCollection<string>, IReadOnlyList<string>, bool> Holds)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, QueryOperator> All = new()
    {
        ["=="] = Any(QueryArgument.Word, Equal),
        ["!="] = None(QueryArgument.Word, Equal),
        [">"] = Any(QueryArgument.Word, (value, arguments) => Compare(value, arguments[0]) > 0),
        [">="] = Any(QueryArgument.Word, (value, arguments) => Compare(value, arguments[0]) >= 0),
        ["<"] = Any(QueryArgument.Word, (value, arguments) => Compare(value, arguments[0]) < 0),
        ["<="] = Any(QueryArgument.Word, (value, arguments) => Compare(value, arguments[0]) <= 0),
        ["in"] = Any(QueryArgument.List, (value, arguments) => arguments.Contains(value)),
        ["!in"] = None(QueryArgument.List, (value, arguments) => arguments.Contains(value)),
        ["=~"] = Any(QueryArgument.Pattern, Fits),
        ["!~"] = None(QueryArgument.Pattern, Fits),
        ["exists"] = new(QueryArgument.None, (values, _) => values.Count > 0),
        ["!exists"] = new(QueryArgument.None, (values, _) => values.Count == 0),
    };

    private static readonly Dictionary<string, string> Names = new()
    {
        ["equals"] = "==",
        ["not_equals"] = "!=",
        ["greater_than"] = ">",
        ["greater_than_equal"] = ">=",
        ["less_than"] = "<",
        ["less_than_equal"] = "<=",
        ["not_in"] = "!in",
        ["matches"] = "=~",
        ["not_matches"] = "!~",
        ["not_exists"] = "!exists",
    };

    public static QueryOperator? Of(string written) => All.GetValueOrDefault(Names.GetValueOrDefault(written, written));

    /// <summary>Whether the arguments are such as it takes.</summary>
    public bool Checked(IReadOnlyList<string> arguments)
    {
        if (Argument != QueryArgument.Pattern)
            return true;
        try
        {
            return Fits("", arguments) || true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static QueryOperator Any(QueryArgument argument, Func<string, IReadOnlyList<string>, bool> holds) => new(argument, (values, arguments) => values.Any(value => holds(value, arguments)));

    private static QueryOperator None(QueryArgument argument, Func<string, IReadOnlyList<string>, bool> holds) => new(argument, (values, arguments) => !values.Any(value => holds(value, arguments)));

    private static bool Equal(string value, IReadOnlyList<string> arguments) => value == arguments[0];

    /// <summary>A pattern that takes too long, as one with a repetition within a repetition can, does not fit.</summary>
    private static bool Fits(string value, IReadOnlyList<string> arguments)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{arguments[0]})$", RegexOptions.None, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static int Compare(string value, string other) =>
        decimal.TryParse(value, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(other, CultureInfo.InvariantCulture, out var two)
            ? one.CompareTo(two)
            : string.CompareOrdinal(value, other);
}
