using Slipway.Aws;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Turns what AWS answers to a question into a check.</summary>
internal static class AwsChecks
{
    /// <summary>Asks; a refusal that is no answer to the question leaves the check unsure, with the permission that it needs.</summary>
    /// <param name="missing">The remedy when it does not exist.</param>
    public static async Task<Check> AskAsync(string subject, string missing, Func<Task<Check>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AwsException absent) when (absent.Kind == AwsFailure.NotFound)
        {
            return Check.Failed(subject, "does not exist", missing);
        }
        catch (AwsException refused)
        {
            return Check.Unknown(subject, "could not be checked", refused.Message);
        }
    }
}
