using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Declares an option that means something to this task; without a task that accepts it, the option is refused.</summary>
/// <param name="option">One of <see cref="OptionNames"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class AcceptsAttribute(string option) : Attribute
{
    public string Option => option;

    /// <summary>The task cannot do without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The only value that it has here; null for any.</summary>
    public string? Only { get; init; }
}
