using System.Globalization;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What names of things in AWS must be like, placeholders included. Each rule answers with the problem, or null.</summary>
internal static class AwsNames
{
    private const string RoleMark = ":role/";

    public static string? Role(string text)
    {
        var fields = text.Split(':', 6);
        var isRole = fields.Length == 6
            && fields[0] == "arn"
            && IsPartition(fields[1])
            && fields[2] == "iam"
            && fields[3].Length == 0
            && (fields[4] == "{account}" || ValueRules.Account(fields[4]) is null)
            && fields[5].Length > "role/".Length
            && fields[5].StartsWith("role/", StringComparison.Ordinal)
            && fields[5].All(character => char.IsAsciiLetterOrDigit(character) || "_+=,.@/{}-".Contains(character, StringComparison.Ordinal));

        return isRole
            ? null
            : $"'{text}' is not the ARN of a role; write, for example, 'arn:aws:iam::{{account}}{RoleMark}deployer'";
    }

    public static string? TargetGroup(string text)
    {
        var fields = text.Split(':', 6);
        var parts = fields.Length == 6 ? fields[5].Split('/') : [];
        var isTargetGroup = parts is ["targetgroup", { Length: > 0 } name, { Length: > 0 } id]
            && fields[0] == "arn"
            && IsPartition(fields[1])
            && fields[2] == "elasticloadbalancing"
            && fields[3].Length > 0
            && fields[3].All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
            && ValueRules.Account(fields[4]) is null
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            && id.All(char.IsAsciiHexDigitLower);

        return isTargetGroup ? null : $"'{text}' is not the ARN of a target group: 'arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID'";
    }

    public static string? Subnet(string text) => IsId(text, "subnet-") ? null : $"'{text}' is not the id of a subnet, such as 'subnet-0a1b2c3d4e5f60718'";

    public static string? SecurityGroup(string text) => IsId(text, "sg-") ? null : $"'{text}' is not the id of a security group, such as 'sg-0a1b2c3d4e5f60718'";

    /// <summary>A host with an optional port: what stands before the repository in an image's name.</summary>
    public static string? Registry(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? text : text[..colon];
        var port = colon < 0 ? "1" : text[(colon + 1)..];
        var isHost = host.Length > 0
            && host[0] is not ('.' or '-' or '}')
            && host[^1] is not ('.' or '-' or '{')
            && host.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-' or '{' or '}')
            && port.Length is > 0 and <= 5
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);

        return isHost
            ? null
            : $"'{text}' is not the host of a registry: lower-case letters, digits, '.' and '-', with ':port' where it needs one; "
                + "no 'https://' and no repository";
    }

    /// <summary>Applications and deployment groups.</summary>
    public static string? CodeDeploy(string text) =>
        text.Length <= 100 && text.All(character => char.IsAsciiLetterOrDigit(character) || "._+=,@-".Contains(character, StringComparison.Ordinal))
            ? null
            : $"'{text}' is not a name that CodeDeploy takes: letters, digits and '._+=,@-', 100 at most";

    /// <summary>CodePipeline's API reference, PipelineName.</summary>
    public static string? CodePipeline(string text) =>
        text.Length <= 100 && text.All(character => char.IsAsciiLetterOrDigit(character) || ".@-_".Contains(character, StringComparison.Ordinal))
            ? null
            : $"'{text}' is not a name that CodePipeline takes: letters, digits and '.@-_', 100 at most";

    private static bool IsId(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    private static bool IsPartition(string text) =>
        text == "aws" || (text.StartsWith("aws-", StringComparison.Ordinal) && text.Length > 4 && text.All(character => char.IsAsciiLetterLower(character) || character == '-'));
}
