using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Secrets;

/// <summary>A parameter of Parameter Store with its versions, oldest first.</summary>
internal sealed record Parameter(string Name)
{
    /// <summary>As many versions as Parameter Store keeps.</summary>
    private const int VersionsKept = 100;

    public string? Description { get; init; }

    /// <summary>A regular expression that values match.</summary>
    public string? AllowedPattern { get; init; }

    public string? KeyId { get; init; }

    public string Tier { get; set; } = "Standard";

    public string DataType { get; set; } = "text";

    public Dictionary<string, string> Tags { get; set; } = [];

    public List<ParameterVersion> Versions { get; set; } = [];

    /// <summary>Whether there is no such parameter, whatever the seed says.</summary>
    public bool Deleted { get; init; }

    [JsonIgnore]
    public ParameterVersion Latest => Versions[^1];

    public Parameter With(ParameterVersion added) => this with { Versions = [.. Versions.Append(added).TakeLast(VersionsKept)] };
}

/// <param name="Type"><c>String</c>, <c>StringList</c> or <c>SecureString</c>.</param>
internal sealed record ParameterVersion(int Number, string Type, string Value, DateTimeOffset ModifiedAt);
