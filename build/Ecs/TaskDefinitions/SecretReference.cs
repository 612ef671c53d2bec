using System.Text.RegularExpressions;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// A <c>valueFrom</c>: the ARN of a secret, alone or with <c>:json-key:version-stage:version-id</c> behind it, of which each may be empty; or the ARN or the name
/// of a parameter. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
/// </summary>
public static partial class SecretReference
{
    /// <summary>Parts of an ARN up to its account.</summary>
    private const int Common = 5;

    /// <summary>Parts of the ARN of a secret: <c>arn:aws:secretsmanager:region:account:secret:name</c>.</summary>
    private const int OfSecretAlone = 7;
    private const int OfSecretWithParts = 10;

    /// <summary>Parts of the ARN of a parameter. One more selects a version or a label of it.</summary>
    private const int OfParameterAlone = 6;

    /// <summary>
    /// What ECS takes for a name: letters, digits and <c>_.-/</c>, 2048 at most (the sentence with which it refuses others). A version or label behind a colon, which Parameter
    /// Store knows, passes: that ECS refuses it is not confirmed.
    /// </summary>
    public static bool IsParameterName(string valueFrom) => ParameterName().IsMatch(valueFrom);

    /// <summary>Whether the ARN of a secret has none or all three of the parts that ECS adds. It starts no task with others.</summary>
    public static bool IsComplete(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.Split(':').Length is OfSecretAlone or OfSecretWithParts;
    }

    /// <returns>Ends a sentence about it; null when nothing can be said against it.</returns>
    public static string? Problem(string valueFrom)
    {
        ArgumentNullException.ThrowIfNull(valueFrom);
        if (!valueFrom.StartsWith("arn:", StringComparison.Ordinal)) return IsParameterName(valueFrom) ? null : "which is neither an ARN nor a valid parameter name";
        var parts = valueFrom.Split(':');
        if (parts.Length <= Common || !Region().IsMatch(parts[3]) || !Account().IsMatch(parts[4])) return "whose region or account is not valid";
        return parts[2] switch
        {
            "secretsmanager" => ProblemOfSecret(valueFrom, parts),
            "ssm" => ProblemOfParameter(parts),
            _ => "which is neither a secret nor a parameter",
        };
    }

    private static string? ProblemOfSecret(string arn, string[] parts)
    {
        if (parts.Length < OfSecretAlone || parts[5] != "secret" || parts[6].Length == 0) return "which is no secret";
        if (!IsComplete(arn)) return $"which has {Parts(parts.Length - OfSecretAlone)} behind the secret's name, where ECS reads none or 3: key, version stage and version id, each of which may be empty";
        return parts.Length == OfSecretWithParts && parts[8].Length > 0 && parts[9].Length > 0 ? "which has a version stage and a version id: only one of them can be given" : null;
    }

    private static string Parts(int count) => count == 1 ? "1 part" : $"{count} parts";

    private static string? ProblemOfParameter(string[] parts)
    {
        if (!parts[5].StartsWith("parameter/", StringComparison.Ordinal)) return "which is no parameter";
        return parts.Length == OfParameterAlone || (parts.Length == OfParameterAlone + 1 && parts[^1].Length > 0) ? null : "which is a parameter, and parameters have no keys";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./-]{1,2048}(:[A-Za-z0-9_.-]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"^[a-z0-9-]+\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex Account();
}
