using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>The secret files of environment <c>local</c>, with values that nobody else has, of every shape that people give them.</summary>
internal sealed class SecretSeeds
{
    /// <summary>How the PKCS #8 form of every private key of the curve P-256 begins, those of the sample and of tests too.</summary>
    private const string OfAllKeys = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";

    private readonly List<PlantedSecret> _planted = [];

    public SecretSeeds()
    {
        using var pushKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=rehearsal", serverKey, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));

        Key = pushKey.ExportPkcs8PrivateKeyPem() + "\n";
        Certificate = certificate.ExportCertificatePem() + "\n" + serverKey.ExportPkcs8PrivateKeyPem() + "\n";
        Plant("a line of APNS-Key.p8", Key.Replace(OfAllKeys, "", StringComparison.Ordinal));
        Plant("the certificate's private key", serverKey.ExportPkcs8PrivateKeyPem().Replace(OfAllKeys, "", StringComparison.Ordinal));
        var inside = $"{Word()}\n{Word()}==\n{Word()}+/=";
        Plant("a value of several lines", inside);
        Environment = $"""
            # Seeds of a test.
            APP_NAME=Tutorbloc
            APP_ENV=local
            LOG_LEVEL=info
            DB_CONNECTION=mysql
            DB_HOST=mysql
            DB_PORT=3306
            DB_DATABASE=tutorbloc
            DB_USERNAME=tutorbloc
            DB_PASSWORD={Plant("a password", $"{Word()}/+%&<>")}
            CACHE_DRIVER=redis
            REDIS_HOST=redis
            BLACKBOX_URL=http://blackbox:8000
            QUOTED_TOKEN="{Plant("a quoted value", $"two words {Word()}")}"
            SINGLE_QUOTED_TOKEN='{Plant("a value in single quotes", $"{Word()} \"inside\" ${Word()}")}'
            DOLLAR_SECRET={Plant("a value with $ and blanks", $"{Word()}$x{Word()} {Word()}")}
            TRAILING_SECRET={Plant("a value with blanks at its end", Word())}   
            CACHE_DSN={Plant("a URL with a password", $"redis://:{Word()}%2F@cache:6379/0")}
            MAILGUN={Plant("a value without a telling name", Word().ToLowerInvariant())}
            LONG_KEY=base64:{Plant("a long value", Convert.ToBase64String(RandomNumberGenerator.GetBytes(120)))}
            SEVERAL_LINES="-----BEGIN SAMPLE-----
            {inside}
            -----END SAMPLE-----"

            """;
    }

    public string Environment { get; }

    public string Key { get; }

    public string Certificate { get; }

    public IReadOnlyList<PlantedSecret> Planted => _planted;

    public string Plant(string name, string value)
    {
        _planted.Add(new(name, value));
        return value;
    }

    /// <summary>Sixteen letters and digits.</summary>
    public static string Word() => $"{RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz", 7)}{RandomNumberGenerator.GetString("23456789", 2)}{RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz", 7)}";
}
