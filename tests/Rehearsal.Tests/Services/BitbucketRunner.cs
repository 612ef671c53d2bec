using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>
/// Runs a pipeline the way Bitbucket Pipelines does, on this machine. The rules are those of its documentation, pages "Step options", "Use artifacts
/// in steps", "Cache dependencies", "Variables and secrets" and "Test reporting in Pipelines": every step has a clean clone with its caches and the
/// artifacts of the steps before it; its script runs in one shell that ends with the first command that fails; after-script runs in another shell
/// whatever happened, sees BITBUCKET_EXIT_CODE, and changes nothing about the step's end; a step that failed ends the pipeline and hands on no
/// artifacts; XML files in folders named test-results, at most three levels deep, are taken for test reports.
/// </summary>
/// <param name="repository">Its committed sources are cloned, its other files are the caches.</param>
internal sealed class BitbucketRunner(string repository)
{
    private const int ReportDepth = 3;

    private static readonly string[] ReportFolders = ["test-results", "test-reports", "surefire-reports", "failsafe-reports", "TestResults"];

    /// <summary>Who starts steps. "Variables and secrets": BITBUCKET_STEP_TRIGGERER_UUID is the UUID of that user, in braces.</summary>
    public const string Person = "{6f2d0c1a-0b5e-4c5e-9a6e-2f1d3c4b5a69}";

    private static readonly Dictionary<string, string> NoVariables = [];

    /// <param name="variables">Of the workspace, the repository and the pipeline.</param>
    /// <param name="deployments">Variables of the deployment environments, by their names.</param>
    public async Task<IReadOnlyList<BitbucketResult>> RunAsync(
        IReadOnlyList<BitbucketStep> steps, IReadOnlyDictionary<string, string?> variables, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> deployments)
    {
        if (steps[0].IsManual) throw new NotSupportedException($"A pipeline cannot begin with step '{steps[0].Name}', which is started by a person.");
        var results = new List<BitbucketResult>();
        foreach (var step in steps)
        {
            var environment = new Dictionary<string, string?>(variables) { ["CI"] = "true", ["BITBUCKET_STEP_TRIGGERER_UUID"] = Person };
            if (step.HasToken) environment["BITBUCKET_STEP_OIDC_TOKEN"] = "header.payload.signature";
            if (step.Deployment is not null) environment["BITBUCKET_DEPLOYMENT_ENVIRONMENT"] = step.Deployment;
            foreach (var (name, value) in step.Deployment is { } deployment ? deployments[deployment] : NoVariables) environment[name] = value;
            results.Add(await RunAsync(step, environment, results));
            if (results[^1].ExitCode != 0) break;
        }

        return results;
    }

    private async Task<BitbucketResult> RunAsync(BitbucketStep step, Dictionary<string, string?> environment, IReadOnlyList<BitbucketResult> before)
    {
        using var clone = await CleanClone.CreateAsync(repository, [.. step.Caches.Where(cache => !cache.StartsWith('~')).Select(cache => $"{cache}/**")]);
        foreach (var (file, text) in before.SelectMany(result => result.Artifacts)) Write(Path.Join(clone.Root, file), text);
        environment["BITBUCKET_CLONE_DIR"] = clone.Root;

        var ran = await ShellAsync(step.Script, clone, environment);
        environment["BITBUCKET_EXIT_CODE"] = $"{ran.ExitCode}";
        var after = step.AfterScript.Count > 0 ? await ShellAsync(step.AfterScript, clone, environment) : null;

        var artifacts = ran.ExitCode == 0 ? step.Artifacts : [];
        var reports = FilePattern.Find(clone.Root, [.. ReportFolders.Select(folder => $"**/{folder}/**/*.xml")]).Where(IsNear).ToList();
        return new(step.Name, ran.ExitCode, ran.Output + after?.Output, Read(clone, FilePattern.Find(clone.Root, artifacts)), Read(clone, reports));
    }

    private static Task<CommandResult> ShellAsync(IReadOnlyList<string> commands, CleanClone clone, IReadOnlyDictionary<string, string?> environment) =>
        CommandRunner.RunAsync(
            new("bash", "-c", $"exec 2>&1\nset -e\n{string.Join('\n', commands)}") { WorkingDirectory = clone.Root, Environment = environment },
            TestContext.CurrentContext.CancellationToken);

    private static bool IsNear(string file)
    {
        var folders = file.Split('/')[..^1];
        return Array.FindIndex(folders, ReportFolders.Contains) < ReportDepth;
    }

    private static Dictionary<string, string> Read(CleanClone clone, IReadOnlyList<string> files) =>
        files.ToDictionary(file => file, file => File.ReadAllText(Path.Join(clone.Root, file)));

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
