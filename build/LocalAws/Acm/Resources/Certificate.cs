using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Acm.Resources;

/// <summary>A certificate of ACM. Certificates and keys are PEM.</summary>
public sealed record Certificate
{
    public const string Issued = "AMAZON_ISSUED";
    public const string Imported = "IMPORTED";

    public required string Arn { get; init; }

    public bool IsImported { get; init; }

    public required string Body { get; init; }

    /// <summary>Null for an imported one that came without.</summary>
    public string? Chain { get; init; }

    public required string PrivateKey { get; init; }

    /// <summary>As in <c>RSA_2048</c>.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>All names that it is for; the first is the domain name.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>When it was requested or imported first.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was imported last; null for one that ACM issued.</summary>
    public DateTimeOffset? ImportedAt { get; init; }

    /// <summary>DNS or EMAIL; null for an imported one.</summary>
    public string? ValidationMethod { get; init; }

    /// <summary>By name, the domain whose mailboxes are asked.</summary>
    public IReadOnlyDictionary<string, string> ValidationDomains { get; set; } = new Dictionary<string, string>();

    public string? IdempotencyToken { get; init; }

    /// <summary>ENABLED or DISABLED.</summary>
    public string TransparencyLogging { get; set; } = "ENABLED";

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>The certificate itself; to be disposed of.</summary>
    public X509Certificate2 Read() => X509Certificate2.CreateFromPem(Body);
}

/// <summary>All that ACM knows.</summary>
public sealed record AcmState
{
    /// <summary>In order of creation.</summary>
    public IReadOnlyList<Certificate> Certificates { get; set; } = [];

    /// <summary>The certificate of the authority that issues, and its private key; null as long as it has issued none.</summary>
    public string? Authority { get; init; }

    public string? AuthorityKey { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AcmState))]
public sealed partial class AcmJson : JsonSerializerContext;
