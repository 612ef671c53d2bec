using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>What is shared while the settings of one environment are read.</summary>
/// <param name="IsComplete">
/// Keys that are missing are mistakes. They are only for the environment that is asked for: the others may still be half-written, but
/// what stands in them must be right.
/// </param>
internal sealed record Reading(string Environment, bool IsComplete, bool HasAccount, ErrorList Errors)
{
    public Dictionary<string, Place> Places { get; } = [];

    /// <summary>Notes that <paramref name="value"/> is not of the type that its key needs.</summary>
    public void Refuse(Node value, string path, string expected)
    {
        if (value is ScalarNode { IsNull: true })
            Errors.Add(value.Place, ErrorCode.MissingValue, $"'{path}' has no value; it must be {expected}");
        else
            Errors.Add(value.Place, ErrorCode.WrongType, $"'{path}' must be {expected}, and is {value.Description}");
    }
}
