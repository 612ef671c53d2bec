using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Tasks;

/// <summary>A task after one of Slipway's: <c>--target=Announce</c> deploys first. It needs the environment that the deployment needs.</summary>
[TaskName("Announce")]
[TaskDescription("Tell that the release is out")]
[IsDependentOn(typeof(Deploy))]
public sealed class Announce : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) =>
        context.Log.Information("{0} {1} is in {2}.", context.Settings.Application, context.Run.Release.Build, context.Settings.Environment);
}
