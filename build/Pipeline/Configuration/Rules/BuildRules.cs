using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What values about building and running in containers must be like. Each rule answers with the problem, or null.</summary>
internal static class BuildRules
{
    private const int LongestTaskName = 64;

    /// <summary>Profiles of Compose and stages of a Dockerfile.</summary>
    public static string? Name(string text) =>
        char.IsAsciiLetterOrDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-')
            ? null
            : $"'{text}' is not a name: letters, digits, '_', '.' and '-', the first a letter or a digit";

    /// <summary>Of a task of a release.</summary>
    public static string? TaskName(string text) => Name(text) ?? (text.Length <= LongestTaskName ? null : $"'{text}' has {text.Length} characters; {LongestTaskName} at most");

    /// <summary>As the engine has it: operating system, architecture, and its variant where there is one.</summary>
    public static string? Platform(string text)
    {
        var parts = text.Split('/');
        var isPlatform = parts.Length is 2 or 3
            && parts[0].Length > 0 && parts[0].All(IsLowerOrDigit)
            && parts[1].Length > 0 && parts[1].All(character => IsLowerOrDigit(character) || character == '_')
            && (parts.Length == 2 || (parts[2].Length > 0 && parts[2].All(character => IsLowerOrDigit(character) || character == '.')));

        return isPlatform ? null : $"'{text}' is not a platform; write, for example, 'linux/amd64' or 'linux/arm64'";
    }

    /// <summary>A folder of the repository, or the repository itself.</summary>
    public static string? Folder(string text) => text == "." ? null : ValueRules.RepositoryPath(text);

    public static string? Report(string text) =>
        text[^1] == '/' ? $"'{text}' is a folder; write the path of the report's file" : null;

    private static bool IsLowerOrDigit(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
}
