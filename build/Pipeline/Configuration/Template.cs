using System.Text;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>
/// A text with placeholders: <c>{env} {build} {commit} {branch} {account} {region}</c>. Nothing else is replaced; there is no way to
/// write a brace that is not a placeholder's.
/// </summary>
public sealed record Template
{
    /// <summary>Docker's own limit.</summary>
    private const int LongestTag = 128;

    private Template(string text, TemplateKind kind, Place place) => (Text, Kind, Place) = (text, kind, place);

    public string Text { get; }

    public TemplateKind Kind { get; }

    public Place Place { get; }

    /// <summary>Reads and checks a template.</summary>
    /// <exception cref="ConfigurationException">A placeholder does not exist, or the text cannot become what it should.</exception>
    public static Template Parse(string text, TemplateKind kind, Place place)
    {
        var errors = TemplateRules.Check(text, kind)
            .Select(mistake => new ConfigurationError(place, mistake.Code, mistake.Message))
            .ToList();

        return errors.Count == 0 ? new(text, kind, place) : throw new ConfigurationException(errors);
    }

    /// <summary>Puts the values in, as <see cref="TemplateKind"/> says.</summary>
    /// <exception cref="ConfigurationException">
    /// A placeholder has no value here (a branch on a detached head), or the result is no valid tag.
    /// </exception>
    public string Render(PlaceholderValues values)
    {
        var result = new StringBuilder(Text.Length + 64);
        var rest = Text.AsSpan();

        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            result.Append(rest[..open]).Append(Value(rest[(open + 1)..close].ToString(), values));
            rest = rest[(close + 1)..];
        }

        return Checked(result.Append(rest).ToString());
    }

    /// <summary>Whether <paramref name="placeholder"/> (without braces) is in the text.</summary>
    public bool Uses(string placeholder) => Text.Contains($"{{{placeholder}}}", StringComparison.Ordinal);

    public override string ToString() => Text;

    private string Value(string placeholder, PlaceholderValues values)
    {
        var value = Placeholders.Value(placeholder, values) ?? throw Failure(
            ErrorCode.UndefinedPlaceholder,
            $"'{{{placeholder}}}' in '{Text}' has no value here: {Placeholders.WhyUnknown(placeholder)}");

        if (Kind == TemplateKind.Text)
            return value;

        return TemplateRules.Sanitise(value) is { Length: > 0 } sanitised ? sanitised : throw Failure(
            ErrorCode.InvalidValue,
            $"'{{{placeholder}}}' in '{Text}' becomes nothing: '{value}' has no letter, digit or '_'");
    }

    private string Checked(string result)
    {
        if (Kind != TemplateKind.Tag || (result.Length is > 0 and <= LongestTag && result[0] is not ('.' or '-')))
            return result;

        throw Failure(
            ErrorCode.InvalidValue,
            $"'{Text}' becomes the tag '{result}', which no registry takes: a tag has 1 to {LongestTag} characters "
                + "and begins with a letter, a digit or '_'");
    }

    private ConfigurationException Failure(ErrorCode code, string message) => new([new(Place, code, message)]);
}
