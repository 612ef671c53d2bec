using System.Security.Cryptography;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>Ids as CodeDeploy gives them: <c>d-</c> and nine capital letters or digits.</summary>
internal static class DeploymentIds
{
    private const int Length = 9;

    public static string New() => $"d-{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", Length)}";

    public static bool IsValid(string id) => id.Length == Length + 2 && id.StartsWith("d-", StringComparison.Ordinal) && id[2..].All(char.IsAsciiLetterOrDigit);
}
