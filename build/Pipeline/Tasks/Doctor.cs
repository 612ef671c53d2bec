using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks;

/// <summary>Checks every prerequisite of a deployment and suggests fixes, and what to do where it is not.</summary>
[TaskName("Doctor")]
[TaskDescription("Check every prerequisite of a deployment")]
[NeedsEnvironment]
public sealed class Doctor(DoctorChecks examination, ITerminal terminal) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var checks = await examination.RunAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation);
        CheckReport.Write(checks, terminal);
        var failed = checks.Where(check => check.Result == CheckResult.Failed).ToList();
        if (failed.Count > 0)
            throw new RunFailedException(failed.Exists(check => check.IsOfFile) ? ExitCodes.Configuration : ExitCodes.Prerequisite, $"{failed.Count} of {checks.Count} checks failed; they are marked with ✗ above.");
        context.Log.Information("{0} checks, none failed.", checks.Count);
    }
}
