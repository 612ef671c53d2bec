using Slipway.Aws;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whose credentials they are, and whether the clocks agree: AWS refuses signatures that are more than five minutes off.</summary>
internal sealed class AccountChecks(AwsClients aws, TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<Check>> RunAsync(string caller, string account, CancellationToken cancellation) =>
        [Check.Passed("region", aws.Region), Check.Passed("credentials", $"{caller}, account {account}"), await ClockAsync(cancellation)];

    private Task<Check> ClockAsync(CancellationToken cancellation) => AwsChecks.AskAsync("clock", "", async () =>
    {
        if (await aws.Identity.ReadClockAsync(cancellation) is not { } theirs) return Check.Unknown("clock", "AWS did not tell its time", "Compare this machine's clock with another's.");
        var difference = time.GetUtcNow() - theirs;
        return difference.Duration() < Tolerance
            ? Check.Passed("clock", $"{difference.Duration().TotalSeconds:0} s from AWS's")
            : Check.Failed("clock", $"{difference.Duration():c} {(difference > TimeSpan.Zero ? "ahead of" : "behind")} AWS's, which refuses signatures after {Tolerance.TotalMinutes:0} minutes", "Set it, and let a time server keep it.");
    });
}
