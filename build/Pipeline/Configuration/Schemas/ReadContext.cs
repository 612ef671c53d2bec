using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>What is shared while the settings of one environment are read.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Environments">Every name under <c>environments</c>.</param>
/// <param name="IsComplete">
/// Keys that are missing are mistakes. They are only for the environment that is asked for: the others may still be half-written, but
/// what is in them must be right.
/// </param>
/// <param name="HasAccount">The placeholder for the account has a value.</param>
internal sealed record ReadContext(
    string File,
    string Environment,
    IReadOnlyList<string> Environments,
    bool IsComplete,
    bool HasAccount,
    ErrorList Errors)
{
    /// <summary>Where each key that was read stands, by its path.</summary>
    public Dictionary<string, Place> Places { get; init; } = [];

    /// <summary>For what is not in the file: it has no places, and nothing is missing in it.</summary>
    public ReadContext WithoutErrors() => this with { Places = [], IsComplete = false };

    /// <summary>Notes that <paramref name="value"/> is not of the type that its key needs.</summary>
    public void Refuse(Node value, string path, string expected)
    {
        if (value is ScalarNode { IsNull: true })
            Errors.Add(value.Place, ErrorCode.MissingValue, $"'{path}' has no value; it must be {expected}");
        else
            Errors.Add(value.Place, ErrorCode.WrongType, $"'{path}' must be {expected}, and is {value.Description}");
    }
}
