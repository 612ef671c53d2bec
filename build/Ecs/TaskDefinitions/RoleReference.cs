using System.Text.RegularExpressions;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// An <c>executionRoleArn</c> or <c>taskRoleArn</c>: the ARN of a role, or its name alone. ECS refuses others with "Role is not valid".
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
/// </summary>
public static partial class RoleReference
{
    /// <returns>Ends a sentence about it; null when there can be such a role.</returns>
    public static string? Problem(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (!role.StartsWith("arn:", StringComparison.Ordinal)) return Name().IsMatch(role) ? null : "which is neither an ARN nor the name of a role";
        if (role.Split(':', 6) is not [_, _, "iam", "", var account, var resource]) return "which is not the ARN of a role";
        if (!Account().IsMatch(account)) return account.Length == 0 ? "which has no account" : $"whose account '{account}' is not 12 digits";
        if (!resource.StartsWith("role/", StringComparison.Ordinal)) return "which is not a role";
        return Path().IsMatch(resource) ? null : "whose name has characters that IAM does not take";
    }

    /// <summary>Whether its name is what examples have where the reader's own goes. There may be such a role.</summary>
    public static bool IsPlaceholder(string role) => Placeholder().IsMatch(role);

    [GeneratedRegex("(^|[^A-Za-z])(YOUR|FILL-?IN|REPLACE_?ME|CHANGE_?ME|PLACEHOLDER|TODO|FIXME)([^A-Za-z]|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"^role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Path();
}
