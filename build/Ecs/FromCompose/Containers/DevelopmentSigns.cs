using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>
/// Tells, outside of a rehearsal, what the Compose file has for a developer's machine: a mode, a command that serves one person, the machine's own name as an address. All of
/// it works in ECS, and nobody else can use the result.
/// </summary>
internal static partial class DevelopmentSigns
{
    public static void Note(ServiceConversion conversion)
    {
        if (conversion.Options.IsRehearsal) return;
        var variables = conversion.Container.Objects("environment").Select(variable => (Name: variable.Text("name") ?? "", Value: variable.Text("value") ?? "")).ToList();
        Note(conversion, variables.Where(variable => Mode().IsMatch(variable.Name) && Development().IsMatch(variable.Value)), "is for development; write what is right for the environment");
        Note(conversion, variables.Where(variable => Localhost().IsMatch(variable.Value) && !ForItself().IsMatch(variable.Name)), "localhost is the container itself there; where visitors or other programs are told it, write the address that they use");
        foreach (var key in new[] { "entrypoint", "command" })
        {
            if (Command().Match(string.Join(' ', conversion.From.Texts(key))) is { Success: true } found) conversion.Warn(key, $"'{found.Groups["word"].Value}' is for development; write the command that is right for the environment");
        }
    }

    private static void Note(ServiceConversion conversion, IEnumerable<(string Name, string Value)> variables, string reason)
    {
        var names = string.Join(", ", variables.Select(variable => variable.Name));
        if (names.Length > 0) conversion.Warn("environment", $"{names}: {reason}");
    }

    [GeneratedRegex("(^|_)(ENV|ENVIRONMENT|MODE|STAGE|PROFILES?_ACTIVE)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Mode();

    [GeneratedRegex("^(dev|develop|development|local)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Development();

    [GeneratedRegex(@"(^|[/@,;\s=])localhost(:[0-9]+)?($|[/,;\s])", RegexOptions.ExplicitCapture)]
    private static partial Regex Localhost();

    /// <summary>Where it listens, and whom it lets in besides.</summary>
    [GeneratedRegex("(^|_)(BIND|(?<!ADVERTISED_)LISTEN|ALLOWED|TRUSTED|NO_PROXY)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ForItself();

    [GeneratedRegex(@"(^|[\s/])(?<word>start-dev|--reload|runserver|nodemon|flask run|(next|vite|nuxt) dev|(npm|yarn|pnpm)( run)? dev)($|\s)", RegexOptions.ExplicitCapture)]
    private static partial Regex Command();
}
