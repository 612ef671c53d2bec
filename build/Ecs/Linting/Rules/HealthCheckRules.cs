using System.Text.RegularExpressions;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Health checks of containers.</summary>
internal static partial class HealthCheckRules
{
    private static readonly (string Name, int Least, int Most, string Unit)[] Limits =
        [("interval", 5, 300, " s"), ("timeout", 2, 60, " s"), ("retries", 1, 10, ""), ("startPeriod", 0, 300, " s")];

    public static readonly Check[] All =
    [
        Check.Error("ECS100", "A health check that ECS cannot run", "Begin the command with CMD (program and arguments) or CMD-SHELL (one line for the container's shell).", Documents.Api("HealthCheck"), Check.Each(Command)),
        // Docker joins nothing: the shell is given the first word as its script and the others as its parameters $0, $1 and so on.
        Check.Error("ECS102", "A health check in pieces", "Write the line as one string behind CMD-SHELL, or begin with CMD and give the program and each argument a string of its own.", Documents.Api("HealthCheck"), Check.Each(Pieces)),
        Check.Warning("ECS103", "A health check whose arguments get lost", "Write the line as one string behind CMD-SHELL, or begin with CMD and give the program and each argument a string of its own.", Documents.Api("HealthCheck"), Check.Each(LostPieces)),
        Check.Error("ECS101", "A health check outside of ECS's limits", "Use interval 5–300 s, timeout 2–60 s, retries 1–10, startPeriod 0–300 s.", Documents.Api("HealthCheck"), Check.Each(Numbers)),
    ];

    private static IEnumerable<Problem> Command(ContainerSubject container)
    {
        if (container.Value.Member("healthCheck")?.Member("command") is not { Kind: System.Text.Json.JsonValueKind.Array } at) yield break;
        var first = at.Items.Count > 0 ? at.Items[0].Scalar : null;
        if (first is not ("CMD" or "CMD-SHELL")) yield return new(at, $"{container.Label} has a health check that begins with {(first is null ? "nothing" : $"'{first}'")}.");
        else if (at.Items.Count == 1 || string.IsNullOrWhiteSpace(at.Items[1].Scalar)) yield return new(at, $"{container.Label} has a health check without a command behind '{first}'.");
    }

    private static IEnumerable<Problem> Pieces(ContainerSubject container)
    {
        if (container.Value.Member("healthCheck")?.Member("command") is not { Items.Count: > 1 } at || at.Items[0].Scalar is not { } kind || at.Items[1].Scalar is not { } first || string.IsNullOrWhiteSpace(first)) yield break;
        if (Lost(at, kind, first) is { } lost && FailsAlone().IsMatch(first)) yield return new(at, $"{container.Label} {lost}");
        else if (kind == "CMD" && at.Items.Count == 2 && Line().IsMatch(first)) yield return new(at, $"{container.Label} has a health check whose program is '{first}', with the blanks.");
    }

    /// <summary>Many programs are content without arguments: the check passes, and checks nothing.</summary>
    private static IEnumerable<Problem> LostPieces(ContainerSubject container)
    {
        if (container.Value.Member("healthCheck")?.Member("command") is { Items.Count: > 1 } at && at.Items[0].Scalar is { } kind && at.Items[1].Scalar is { } first && !FailsAlone().IsMatch(first) && Lost(at, kind, first) is { } lost)
            yield return new(at, $"{container.Label} {lost}");
    }

    /// <summary>Null where nothing is lost: a script may ask for its parameters.</summary>
    private static string? Lost(SourceValue at, string kind, string first)
    {
        var rest = at.Items.Count - 2;
        return kind == "CMD-SHELL" && rest > 0 && !string.IsNullOrWhiteSpace(first) && !Parameter().IsMatch(first)
            ? $"has a health check of which the shell would run '{first}' alone: {rest} more {(rest == 1 ? "string follows" : "strings follow")}."
            : null;
    }

    private static IEnumerable<Problem> Numbers(ContainerSubject container) =>
        from limit in Limits
        let at = container.Value.Member("healthCheck")?.Member(limit.Name)
        where at?.Number is { } number && (number < limit.Least || number > limit.Most)
        select new Problem(at, $"{container.Label} has a health check with {limit.Name} {at.Scalar}{limit.Unit}.");

    [GeneratedRegex(@"\$[0-9@*#{]")]
    private static partial Regex Parameter();

    /// <summary>Programs that fail without an argument.</summary>
    [GeneratedRegex(@"^\s*(\S*/)?(test|\[|curl|wget|grep|nc)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex FailsAlone();

    /// <summary>A program without a folder, or one with a folder and then an option: no name of a file.</summary>
    [GeneratedRegex(@"^([^\s/]+\s|\S+\s+-)", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
