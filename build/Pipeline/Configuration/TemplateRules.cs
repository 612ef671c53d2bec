using System.Text;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration;

/// <summary>What a template's text must be like, told before any value is known.</summary>
internal static class TemplateRules
{
    public static IEnumerable<TemplateMistake> Check(string text, TemplateKind kind)
    {
        if (ShellVariable(text) is { } variable)
        {
            yield return new(
                ErrorCode.UndefinedPlaceholder,
                $"'{variable}' in '{text}' is for a shell, and none reads this file; only placeholders are replaced: {List()}");
            yield break;
        }

        var (literal, placeholders, unbalanced) = Split(text);

        if (unbalanced)
        {
            yield return new(
                ErrorCode.UndefinedPlaceholder,
                $"a brace in '{text}' does not belong to a placeholder; placeholders are {List()}");
        }

        foreach (var placeholder in placeholders.Where(name => !Placeholders.All.Contains(name)))
        {
            var hint = Suggestion.For(placeholder, Placeholders.All) is { } nearest
                ? $"did you mean '{{{nearest}}}'?"
                : $"there are {List()}";
            yield return new(ErrorCode.UndefinedPlaceholder, $"undefined placeholder '{{{placeholder}}}' in '{text}'; {hint}");
        }

        if (!unbalanced && kind == TemplateKind.Tag && TagProblem(text, literal) is { } tag)
            yield return new(ErrorCode.InvalidValue, tag);

        if (!unbalanced && kind == TemplateKind.Path && ValueRules.RepositoryPath(text) is { } path)
            yield return new(ErrorCode.InvalidValue, path);
    }

    public static string Sanitise(string value)
    {
        var result = new StringBuilder(value.Length);

        foreach (var character in value)
        {
            if (IsTagCharacter(character))
                result.Append(character);
            else if (result.Length > 0 && result[^1] != '-')
                result.Append('-');
        }

        return result.ToString().Trim('-', '.');
    }

    /// <summary>The first <c>${…}</c> or <c>$(…)</c>, as far as it goes.</summary>
    private static string? ShellVariable(string text)
    {
        for (var start = text.IndexOf('$', StringComparison.Ordinal); start >= 0; start = text.IndexOf('$', start + 1))
        {
            if (start + 1 == text.Length || text[start + 1] is not ('{' or '('))
                continue;

            var end = text.IndexOf(text[start + 1] == '{' ? '}' : ')', start);
            return end < 0 ? text[start..] : text[start..(end + 1)];
        }

        return null;
    }

    private static string? TagProblem(string text, string literal)
    {
        foreach (var character in literal)
        {
            if (!IsTagCharacter(character))
                return $"'{text}' is not a tag: '{character}' cannot be in one; letters, digits, '_', '.' and '-' can";
        }

        return text[0] is '.' or '-' ? $"'{text}' is not a tag: the first character is a letter, a digit or '_'" : null;
    }

    private static bool IsTagCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    private static (string Literal, IReadOnlyList<string> Placeholders, bool Unbalanced) Split(string text)
    {
        var literal = new StringBuilder();
        List<string> placeholders = [];
        var position = 0;

        while (position < text.Length)
        {
            if (text[position] == '{' && text.IndexOfAny(['{', '}'], position + 1) is var close and >= 0 && text[close] == '}')
            {
                placeholders.Add(text[(position + 1)..close]);
                position = close + 1;
            }
            else if (text[position] is '{' or '}')
            {
                return (literal.ToString(), placeholders, Unbalanced: true);
            }
            else
            {
                literal.Append(text[position++]);
            }
        }

        return (literal.ToString(), placeholders, Unbalanced: false);
    }

    private static string List() => string.Join(", ", Placeholders.All.Select(name => $"{{{name}}}"));
}
