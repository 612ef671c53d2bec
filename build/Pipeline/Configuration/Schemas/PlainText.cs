using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>Reads a text as it is written. Null after noting a mistake.</summary>
internal static class PlainText
{
    /// <summary>
    /// Numbers included: <c>tag: 1.10</c> stays 1.10 and an account keeps its zeros. It is not empty and has no control characters.
    /// </summary>
    public static string? Read(ScalarNode scalar, string path, ReadContext context, Func<string, string?>? check = null)
    {
        if (ReadArgument(scalar, path, context) is not { } text)
            return null;

        if (string.IsNullOrWhiteSpace(text))
            return Refuse(scalar, context, ErrorCode.MissingValue, $"'{path}' must not be empty");

        if (text.Any(char.IsControl))
            return Refuse(scalar, context, ErrorCode.InvalidValue, $"'{path}' must not contain control characters such as line breaks");

        return check?.Invoke(text) is { } problem ? Refuse(scalar, context, ErrorCode.InvalidValue, problem) : text;
    }

    /// <summary>Any text that a process takes as an argument, also an empty one or several lines.</summary>
    public static string? ReadArgument(ScalarNode scalar, string path, ReadContext context)
    {
        if (scalar.IsBoolean)
            return Refuse(scalar, context, ErrorCode.WrongType, $"'{path}' must be text, and is {scalar.Description}; quote it if the word is meant");

        return scalar.Text.Contains('\0', StringComparison.Ordinal)
            ? Refuse(scalar, context, ErrorCode.InvalidValue, $"'{path}' must not contain the character NUL")
            : scalar.Text;
    }

    private static string? Refuse(ScalarNode scalar, ReadContext context, ErrorCode code, string message)
    {
        context.Errors.Add(scalar.Place, code, message);
        return null;
    }
}
