using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Slipway.Pipeline.Tasks;

/// <summary>Says about each skipped task why; Cake itself says so only when it is verbose.</summary>
public sealed class TaskReport : FrostingTaskTeardown<BuildContext>
{
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        if (info.Skipped && context.SkipOf(info.Task.Name) is { } skip)
            context.Log.Information("{0} is skipped: environment '{1}' leaves it out ({2}).", info.Task.Name, context.Settings.Environment, skip.Place);
    }
}
