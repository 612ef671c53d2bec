namespace Slipway.Docker;

/// <summary>
/// Passes variables to a container or build without their values standing in the argument list: docker is told the name, and takes the value
/// from its own environment. The names that steer docker itself cannot go that way; they are passed by value.
/// </summary>
public static class InheritedVariables
{
    private static readonly HashSet<string> Steering = new(
        ["PATH", "HOME", "TMPDIR", "TMP", "TEMP", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "USERPROFILE", "GODEBUG"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] SteeringPrefixes = ["DOCKER_", "COMPOSE_", "BUILDX_", "BUILDKIT_", "LD_", "DYLD_", "SSH_", "XDG_", "OTEL_"];

    /// <summary>Whether the value of a variable of this name stands in no argument list.</summary>
    public static bool IsInheritable(string name) =>
        !Steering.Contains(name) && !SteeringPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>What follows the option: the name alone, or name=value where the name steers docker.</summary>
    public static IEnumerable<string> Arguments(IReadOnlyDictionary<string, string> variables) =>
        variables.Select(variable => IsInheritable(variable.Key) ? variable.Key : $"{variable.Key}={variable.Value}");

    /// <summary>The environment that the command must run with.</summary>
    public static Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> variables) =>
        variables.Where(variable => IsInheritable(variable.Key)).ToDictionary(StringComparer.Ordinal);
}
