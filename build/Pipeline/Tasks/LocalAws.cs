using Cake.Frosting;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs the AWS of the rehearsal in the foreground, with its log, for any AWS client. It needs no slipway.yml; where there is one, account and region are those of <c>local</c>, or of the rehearsal that is named.</summary>
[TaskName("LocalAws")]
[TaskDescription("Run the AWS of --env=local standalone, with its log")]
[Requires(Requirement.Docker)]
public sealed class LocalAws(LocalAwsSession session) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => session.RunAsync(SettingsOf(context), cancellation);

    private static Settings? SettingsOf(BuildContext context)
    {
        var environment = context.Invocation.Get(Options.Environment) ?? Settings.RehearsalName;
        if (!Settings.IsRehearsalName(environment))
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"LocalAws is the AWS of environment '{Settings.RehearsalName}', not of '{environment}'. Leave --env out, or write --env={Settings.RehearsalName}.");
        return File.Exists(context.Paths.InRepository(context.Invocation.Get(Options.Config)))
            ? SettingsReader.Read(context.ConfigurationFile, environment)
            : null;
    }
}
