using Slipway.Ecs.Status;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>In JSON, where a deployment waits for a person.</summary>
/// <param name="Hooks">The ids that ContinueServiceDeployment takes.</param>
/// <param name="TimeoutAction">What ECS does at <paramref name="Until"/>: ROLLBACK or CONTINUE.</param>
internal sealed record PauseRecord(string Stage, IReadOnlyList<string> Hooks, string? Since, string? Until, string? TimeoutAction)
{
    public static PauseRecord Of(DeploymentPause pause) => new(pause.Stage, pause.Hooks, Timestamps.Text(pause.Since), Timestamps.Text(pause.Until), pause.ThenAction);
}
