using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>Says of everything that a deployment needs whether it is there, and what to do where it is not.</summary>
[TaskName("Doctor")]
[TaskDescription("Look whether a deployment has all that it needs")]
[NeedsEnvironment]
public sealed class Doctor(Examination examination, IConsole console) : PipelineTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var checks = await examination.RunAsync(context.Settings, context.Invocation.BuildNumber, cancellation);
        CheckReport.Write(checks, console);
        var wrong = checks.Count(check => check.Result == CheckResult.Wrong);
        if (wrong > 0) throw new RunFailedException(ExitCodes.Prerequisite, $"{wrong} of {checks.Count} checks failed; they are marked with ✗ above.");
        context.Log.Information("{0} checks, none failed.", checks.Count);
    }
}
