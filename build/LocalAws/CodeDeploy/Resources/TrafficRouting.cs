using System.Text.Json.Nodes;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>How production traffic moves to the replacement.</summary>
/// <param name="Type"><c>AllAtOnce</c>, <c>TimeBasedCanary</c> or <c>TimeBasedLinear</c>.</param>
/// <param name="Percentage">Of the first shift, and of each that follows when it is linear.</param>
/// <param name="IntervalMinutes">Between two shifts.</param>
public sealed record TrafficRouting(string Type, int Percentage, int IntervalMinutes)
{
    public const string AllAtOnceType = "AllAtOnce";
    public const string CanaryType = "TimeBasedCanary";
    public const string LinearType = "TimeBasedLinear";

    private const int All = 100;

    public static TrafficRouting AllAtOnce { get; } = new(AllAtOnceType, All, 0);

    /// <summary>Percent of the traffic that the replacement has after the next shift.</summary>
    public int After(int percent) => Type switch
    {
        CanaryType when percent == 0 => Percentage,
        LinearType => Math.Min(All, percent + Percentage),
        _ => All,
    };

    public JsonObject ToJson() => Type switch
    {
        CanaryType => new() { ["type"] = Type, ["timeBasedCanary"] = new JsonObject { ["canaryPercentage"] = Percentage, ["canaryInterval"] = IntervalMinutes } },
        LinearType => new() { ["type"] = Type, ["timeBasedLinear"] = new JsonObject { ["linearPercentage"] = Percentage, ["linearInterval"] = IntervalMinutes } },
        _ => new() { ["type"] = Type },
    };
}
