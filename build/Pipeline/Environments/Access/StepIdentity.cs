
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>
/// Hands the OpenID Connect token of a Bitbucket step to the AWS SDK, which reads it from a file each time that it takes on the
/// role, so credentials are renewed in a long run. Bitbucket's documentation, "Deploy on AWS using Bitbucket Pipelines OpenID Connect".
/// </summary>
public static class StepIdentity
{
    /// <summary>
    /// Writes the token into a folder, with which it goes, and names the file in this process's environment, where the SDK looks. Does nothing
    /// without a token or a role, or where the user has named a file already.
    /// </summary>
    /// <param name="variables">The environment; a variable that is empty counts as not set.</param>
    public static async Task ProvideAsync(IReadOnlyDictionary<string, string> variables, string folder, CancellationToken cancellation)
    {
        if (!Has(EnvironmentVariables.BitbucketToken) || !Has(EnvironmentVariables.AwsRole) || Has(EnvironmentVariables.AwsTokenFile)) return;
        var path = Path.Combine(folder, "web-identity-token");
        await PrivateFile.WriteAsync(path, variables[EnvironmentVariables.BitbucketToken], cancellation);
        Environment.SetEnvironmentVariable(EnvironmentVariables.AwsTokenFile, path);

        bool Has(string name) => !string.IsNullOrWhiteSpace(variables.GetValueOrDefault(name));
    }
}
