using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>
/// Proves that a call is the owner's where the system does not tell: the file <c>key</c> in the state directory, which nobody else reads. AWS's clients send
/// it as the session token of their credentials. It outlives the process, as the variables in which clients have it do.
/// </summary>
public sealed class CallerKey
{
    public const string FileName = "key";

    /// <summary>For calls that are not AWS's.</summary>
    public const string Header = "X-Slipway-Key";

    /// <summary>Where signatures of version 4 have the session token: a header, or a parameter of a presigned URL.</summary>
    public const string TokenName = "X-Amz-Security-Token";

    private const int Digits = 64;

    private CallerKey(string value) => Value = value;

    /// <summary>64 hexadecimal digits.</summary>
    public string Value { get; }

    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>The key of a state directory, which is made if there is none.</summary>
    public static CallerKey In(string stateDirectory)
    {
        var path = PathIn(stateDirectory);
        if (File.Exists(path) && File.ReadAllText(path) is { Length: Digits } known)
            return new(known);
        PrivateFile.CreateDirectory(stateDirectory);
        File.Delete(path);
        var key = RandomNumberGenerator.GetHexString(Digits, lowercase: true);
        using var file = PrivateFile.Create(path);
        file.Write(Encoding.ASCII.GetBytes(key));
        return new(key);
    }

    /// <summary>Whether a request shows it in one of the places for it.</summary>
    public bool IsShownBy(HttpRequest request) => Is(request.Headers[Header]) || Is(request.Headers[TokenName]) || Is(request.Query[TokenName]);

    public bool Is(string? shown) => shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(Value));

    public override string ToString() => "[REDACTED]";
}
