using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>Writes policies to a folder: one file a role, as IAM and Terraform's <c>file()</c> take it, and more where one is larger than a managed policy may be.</summary>
public static class PolicyFiles
{
    /// <param name="folder">Relative to the repository; made if it is not there.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="RunFailedException">A file cannot be written; exit code 2.</exception>
    public static IReadOnlyList<string> Write(IReadOnlyList<RolePolicy> policies, Paths paths, string folder)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            Directory.CreateDirectory(paths.InRepository(folder));
            var files = policies.SelectMany(policy => policy.Divided().Select((part, index) => (Name: index == 0 ? $"{part.Role}.json" : $"{part.Role}-{index + 1}.json", Text: part.ToText()))).ToList();
            foreach (var (name, text) in files) File.WriteAllText(Path.Combine(paths.InRepository(folder), name), text);
            return [.. files.Select(file => file.Name)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.Configuration, $"{Options.Output}: '{folder}' cannot be written to: {refused.Message}");
        }
    }
}
