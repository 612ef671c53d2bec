using System.Text.RegularExpressions;

namespace Slipway.Aws.Permissions;

/// <summary>
/// What an IAM action is allowed on: an ARN with names in braces, such as <c>arn:{partition}:ecs:{region}:{account}:service/{cluster}/{service}</c>,
/// or <c>*</c> for actions that AWS allows on everything only.
/// </summary>
/// <param name="Arn">The template.</param>
public sealed partial record ResourceShape(string Arn)
{
    /// <summary>For an action without resource-level permissions, and for one whose request names no resource.</summary>
    public static ResourceShape Any { get; } = new("*");

    /// <summary>Whether a policy can name no resource.</summary>
    public bool IsAny => Arn == "*";

    /// <summary>A resource of a service in the account and region in use.</summary>
    /// <param name="service">Such as <c>ecs</c>.</param>
    /// <param name="resource">What follows the account: <c>cluster/{cluster}</c>.</param>
    public static ResourceShape Of(string service, string resource) => new($"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}");

    /// <summary>The template with its names replaced.</summary>
    /// <exception cref="KeyNotFoundException">A name has no value.</exception>
    public string Fill(IReadOnlyDictionary<string, string> values) => Fill(Arn, values);

    internal static string Fill(string template, IReadOnlyDictionary<string, string> values) => Name().Replace(
        template,
        match => values.TryGetValue(match.Groups["name"].Value, out var value) ? value : throw new KeyNotFoundException($"'{template}' has no value for {match.Value}."));

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
