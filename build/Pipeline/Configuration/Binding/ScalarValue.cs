using System.Globalization;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>
/// A single value while it is read. Each method gives null after noting a mistake. Rules answer with the problem, or null.
/// </summary>
internal sealed class ScalarValue(ScalarNode node, string path, Reading reading)
{
    public Place Place => node.Place;

    /// <summary>
    /// The text as it is written, numbers included: <c>tag: 1.10</c> stays 1.10 and an account keeps its zeros. It is not empty and has no
    /// control characters.
    /// </summary>
    public string? Text(Func<string, string?>? rule = null)
    {
        if (Argument() is not { } text)
            return null;

        if (string.IsNullOrWhiteSpace(text))
            return Invalid(ErrorCode.MissingValue, $"'{path}' must not be empty");

        if (text.Any(char.IsControl))
            return Invalid(ErrorCode.InvalidValue, $"'{path}' must not contain control characters such as line breaks");

        return rule?.Invoke(text) is { } problem ? Invalid(ErrorCode.InvalidValue, problem) : text;
    }

    /// <summary>Any text that a process takes as an argument, also an empty one or several lines.</summary>
    public string? Argument()
    {
        if (node.IsBoolean)
            return Invalid(ErrorCode.WrongType, $"'{path}' must be text, and is {node.Description}; quote it if the word is meant");

        return node.Text.Contains('\0', StringComparison.Ordinal)
            ? Invalid(ErrorCode.InvalidValue, $"'{path}' must not contain the character NUL")
            : node.Text;
    }

    public Template? Template(TemplateKind kind, Func<string, string?>? rule = null)
    {
        if (Text(rule) is not { } text)
            return null;

        var mistakes = TemplateRules.Check(text, kind).ToList();

        foreach (var (code, message) in mistakes)
            Note(code, message);

        if (mistakes.Count > 0)
            return null;

        var template = Configuration.Template.Parse(text, kind, Place);

        if (reading is { HasAccount: false, IsComplete: true } && template.Uses(Placeholders.Account))
        {
            Note(
                ErrorCode.UndefinedPlaceholder,
                $"'{{{Placeholders.Account}}}' in '{text}' has no value: {Placeholders.WhyUnknown(Placeholders.Account)}");
        }

        return template;
    }

    public TimeSpan? Duration()
    {
        if (Text() is not { } text)
            return null;

        if (Rules.Duration.Parse(text) is { } duration)
            return duration;

        Note(ErrorCode.InvalidValue, $"'{text}' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'");
        return null;
    }

    public int? Number(int lowest, int highest)
    {
        if (!node.IsInteger)
        {
            reading.Refuse(node, path, "a whole number");
            return null;
        }

        var isNumber = int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);

        if (isNumber && number >= lowest && number <= highest)
            return number;

        Note(ErrorCode.InvalidValue, $"'{path}' must be from {lowest} to {highest}, and is {node.Text}");
        return null;
    }

    /// <summary>One of <paramref name="choices"/>.</summary>
    public T? Choice<T>(IReadOnlyList<NamedValue<T>> choices)
        where T : struct
    {
        if (Text() is not { } text)
            return null;

        foreach (var choice in choices)
        {
            if (choice.Name == text)
                return choice.Value;
        }

        var names = choices.Select(choice => choice.Name).ToList();
        Note(ErrorCode.InvalidValue, $"'{path}' cannot be '{text}'{Suggestion.Phrase(text, names)}");

        return null;
    }

    public void Note(ErrorCode code, string message) => reading.Errors.Add(Place, code, message);

    private string? Invalid(ErrorCode code, string message)
    {
        Note(code, message);
        return null;
    }
}
