using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>
/// An expression that chooses container instances, of constraints <c>memberOf</c> and of filters: comparisons, <c>and</c>, <c>or</c>, <c>not</c> and parentheses.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
/// </summary>
internal sealed partial class ClusterQuery
{
    private const int Longest = 2000;

    private readonly string _text;
    private readonly List<string> _subjects = [];
    private Func<InstanceFacts, bool> _matches = _ => true;
    private int _position;

    private ClusterQuery(string text) => _text = text;

    /// <summary>What it asks of an instance, as in <c>attribute:stack</c>.</summary>
    public IReadOnlyList<string> Subjects => _subjects;

    /// <exception cref="AwsErrorException">It is none, or asks for what LocalAws does not know of an instance.</exception>
    public static ClusterQuery Parse(string text)
    {
        var query = new ClusterQuery(text);
        if (text.Length > Longest)
            throw query.Invalid($"it has more than {Longest} characters");
        query._matches = query.ReadEither();
        return query.Next() is { } rest ? throw query.Invalid($"'{rest}' is not expected") : query;
    }

    public bool Matches(InstanceFacts instance) => _matches(instance);

    private Func<InstanceFacts, bool> ReadEither()
    {
        var left = ReadBoth();
        while (Take("or", "||"))
        {
            var (one, other) = (left, ReadBoth());
            left = instance => one(instance) || other(instance);
        }

        return left;
    }

    private Func<InstanceFacts, bool> ReadBoth()
    {
        var left = ReadOne();
        while (Take("and", "&&"))
        {
            var (one, other) = (left, ReadOne());
            left = instance => one(instance) && other(instance);
        }

        return left;
    }

    private Func<InstanceFacts, bool> ReadOne()
    {
        if (Take("not", "!"))
        {
            var negated = ReadOne();
            return instance => !negated(instance);
        }

        if (!Take("("))
            return ReadComparison();
        var inner = ReadEither();
        return Take(")") ? inner : throw Invalid("a ')' is missing");
    }

    private Func<InstanceFacts, bool> ReadComparison()
    {
        var subject = Word("a subject");
        _subjects.Add(subject);
        var values = QuerySubject.Of(subject) ?? throw EcsErrors.Unsupported($"'{subject}' of the expression '{_text}'");
        var written = Token() ?? throw Invalid($"an operator is missing after '{subject}'");
        var comparison = QueryOperator.Of(written) ?? throw Invalid($"'{written}' is no operator");
        List<string> arguments = comparison.Argument switch
        {
            QueryArgument.None => [],
            QueryArgument.Pattern => [Pattern()],
            QueryArgument.List => List(),
            _ => [Word($"an argument of '{written}'")],
        };
        return comparison.Checked(arguments) ? instance => comparison.Holds(values(instance), arguments) : throw Invalid($"'{arguments[0]}' is no pattern");
    }

    private List<string> List()
    {
        if (!Take("["))
            throw Invalid("a list in brackets is missing");
        var items = new List<string>();
        do
        {
            items.Add(Word("a value"));
        }
        while (Take(","));
        return Take("]") ? items : throw Invalid("a ']' is missing");
    }

    /// <summary>Up to the next blank, without a parenthesis that belongs to the expression.</summary>
    private string Pattern()
    {
        var start = Blank().Match(_text, _position).Index;
        start += Blank().Match(_text, start).Length;
        var end = start;
        for (var depth = 0; end < _text.Length && !char.IsWhiteSpace(_text[end]) && (_text[end] != ')' || depth > 0); end++)
            depth += _text[end] switch { '(' => 1, ')' => -1, _ => 0 };
        _position = end;
        return end > start ? _text[start..end] : throw Invalid("a pattern is missing");
    }

    private string Word(string what) => Next() is { } word && Words().IsMatch(word) ? Token()! : throw Invalid($"{what} is missing");

    private bool Take(params string[] expected)
    {
        if (Next() is not { } found || !expected.Contains(found))
            return false;
        Token();
        return true;
    }

    private string? Next()
    {
        var before = _position;
        var found = Token();
        _position = before;
        return found;
    }

    private string? Token()
    {
        if (Tokens().Match(_text, _position) is not { Success: true } match)
            return _text[_position..].Trim() is { Length: > 0 } rest ? throw Invalid($"'{rest}' is not expected") : null;
        _position = match.Index + match.Length;
        return match.Groups["token"].Value;
    }

    /// <summary>ECS's own sentence is unconfirmed.</summary>
    private AwsErrorException Invalid(string why) => EcsErrors.InvalidParameter($"Invalid expression '{_text}': {why}.");

    [GeneratedRegex(@"\G\s*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\G\s*(?<token>!in\b|!exists\b|==|!=|=~|!~|>=|<=|&&|\|\||[()\[\],!<>]|[^\s()\[\],=!<>&|~]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"^[^\s()\[\],=!<>&|~]+$")]
    private static partial Regex Words();
}
