using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>Which images a Dockerfile is built from (<c>FROM</c>, <c>COPY --from</c>, <c>RUN --mount=from</c>), without its own stages.</summary>
public static partial class DockerfileImages
{
    private const string Scratch = "scratch";

    /// <param name="arguments">Of the build; they come before the defaults of <c>ARG</c>.</param>
    /// <returns>A name with a <c>$</c> is one whose variable has no value.</returns>
    public static IReadOnlyList<string> Of(string dockerfile, IReadOnlyDictionary<string, string> arguments)
    {
        var text = Continued().Replace(dockerfile, " ");
        var values = new Dictionary<string, string>(arguments);
        foreach (Match argument in Argument().Matches(text)) values.TryAdd(argument.Groups["name"].Value, argument.Groups["value"].Value.Trim('"', '\''));
        var from = From().Matches(text);
        var stages = from.Select(match => match.Groups["stage"].Value).Concat(Enumerable.Range(0, from.Count).Select(index => $"{index}")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from.Concat(Copied().Matches(text)).Concat(Mounted().Matches(text))
                .Select(match => Variable().Replace(match.Groups["image"].Value, variable => ValueOf(variable, values))).Where(image => image != Scratch && !stages.Contains(image)).Distinct(),
        ];
    }

    /// <summary>Whether it adds what lies at an address, and may be another thing each time; a variable may hold an address.</summary>
    public static bool Fetches(string dockerfile) => Fetched().IsMatch(Continued().Replace(dockerfile, " "));

    private static string ValueOf(Match variable, Dictionary<string, string> values) =>
        values.GetValueOrDefault(variable.Groups["name"].Value) is { Length: > 0 } value ? value
        : variable.Groups["default"] is { Success: true, Value: var other } ? other
        : variable.Value;

    [GeneratedRegex(@"\\[ \t]*\r?\n")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^[ \t]*ARG[ \t]+(?<name>\w+)=(?<value>\S*)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^[ \t]*FROM[ \t]+(--\S+[ \t]+)*(?<image>\S+)([ \t]+AS[ \t]+(?<stage>\S+))?", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex From();

    [GeneratedRegex(@"^[ \t]*(COPY|ADD)[ \t]+(--\S+[ \t]+)*?--from=(?<image>\S+)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Copied();

    [GeneratedRegex(@"^[ \t]*(ONBUILD[ \t]+)?ADD[ \t].*(https?://|git@|\$)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fetched();

    [GeneratedRegex(@"--mount=([^\s,]+,)*from=(?<image>[^\s,]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Mounted();

    [GeneratedRegex(@"\$(\{(?<name>\w+)(:?-(?<default>[^}]*))?\}|(?<name>\w+))", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
