using YamlDotNet.RepresentationModel;

namespace Slipway.Rehearsal.Tests.Services;

/// <param name="Finally">Runs after the commands, also when one of them failed.</param>
/// <param name="OnFailure"><c>ABORT</c> or <c>CONTINUE</c>; null leaves it to the transitions between phases.</param>
internal sealed record BuildPhase(string Name, IReadOnlyList<string> Commands, IReadOnlyList<string> Finally, string? OnFailure)
{
    public static BuildPhase Read(string name, YamlNode node)
    {
        var phase = node.Only(name, "commands", "finally", "on-failure");
        var onFailure = phase.Text("on-failure");
        if (onFailure is not (null or "ABORT" or "CONTINUE")) throw new NotSupportedException($"{name}: on-failure {onFailure}");
        return new(name, phase.Child("commands").Texts(), phase.Child("finally").Texts(), onFailure);
    }
}
