using Slipway.Docker;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Images;

/// <summary>A registry that did not do what docker asked of it is someone else's to put right: exit code 3, with docker's own reason.</summary>
internal static class RegistryFailure
{
    /// <param name="what">What failed, as the beginning of a sentence.</param>
    /// <param name="remedy">What the user can do, as a sentence.</param>
    public static RunFailedException From(ToolException failure, string what, string remedy)
    {
        var reason = failure.StandardError.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? failure.Message;
        return new(ExitCodes.Prerequisite, $"{what}: {reason.TrimEnd('.')}. {remedy}");
    }
}
