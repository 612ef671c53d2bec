using System.Security.Cryptography;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>Ids and ARNs as Cloud Map writes them.</summary>
internal sealed class CloudMapIds(LocalAwsOptions options)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 16;

    public static string Namespace() => $"ns-{Random(Length)}";

    public static string Service() => $"srv-{Random(Length)}";

    public static string HostedZone() => $"Z{Random(Length + 4).ToUpperInvariant()}";

    public static string Operation() => $"{Random(2 * Length)}-{Random(Length / 2)}";

    /// <param name="kind">namespace or service.</param>
    public string Arn(string kind, string id) => $"arn:aws:servicediscovery:{options.Region}:{options.Account}:{kind}/{id}";

    private static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
