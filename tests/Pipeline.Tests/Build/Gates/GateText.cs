using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>Gates as slipway.yml has them, and what their tools write.</summary>
internal static class GateText
{
    /// <summary>The gate <c>scan</c>, whose keys are in line 9.</summary>
    public static GateSettings Gate(string keys) => SettingsText.Parse($"{SettingsText.Smallest}gates:\n  scan: {{ {keys} }}\n").Gates[0];

    /// <summary>A log of one run.</summary>
    /// <param name="results">The array's elements.</param>
    /// <param name="members">Of the run, beside its results and its tool.</param>
    public static string Sarif(string results, string rules = "", string members = "") =>
        $$$"""{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":{"name":"Scanner","rules":[{{{rules}}}]}},{{{members}}}"results":[{{{results}}}]}]}""";

    public static string Result(string rule, string level, string file = "app/Price.php", int line = 7, string members = "") =>
        $$$$"""{"ruleId":"{{{{rule}}}}","level":"{{{{level}}}}",{{{{members}}}}"message":{"text":"Found {{{{rule}}}}."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"{{{{file}}}}"},"region":{"startLine":{{{{line}}}}}}}]}""";
}
