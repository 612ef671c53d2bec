using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>What <see cref="ChoiceSchema{T}"/> does, for all types of values at once.</summary>
internal static class Choices
{
    public static object? Read(NamedValue[] choices, FieldValue found, ReadContext context)
    {
        if (found.Text(context) is not { } text)
            return null;

        if (Array.Find(choices, choice => choice.Name == text) is { } chosen)
            return chosen.Value;

        var hint = Suggestion.Phrase(text, [.. choices.Select(choice => choice.Name)]);
        context.Errors.Add(found.Node.Place, ErrorCode.InvalidValue, $"'{found.Path}' cannot be '{text}'{hint}");
        return null;
    }
}
