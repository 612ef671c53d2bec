namespace Slipway.Rehearsal.Tests.Services;

/// <summary>
/// Runs a buildspec the way AWS CodeBuild does, on this machine. The rules are those of its user guide, pages "Build specification reference for
/// CodeBuild", "Build phase transitions", "Environment variables in build environments" and "Test reports":
/// the buildspec's variables are exported, with those of the project before them; install, pre_build, build and post_build run in one shell, in
/// this order; a command that fails ends its phase, whose <c>finally</c> runs all the same; a failed install or pre_build ends the build, a failed
/// build phase is followed by post_build with CODEBUILD_BUILD_SUCCEEDING=0; <c>on-failure</c> says otherwise. Reports are taken whatever
/// happened; artifacts once the build phase was reached, and it is a failure when none of their files is there.
/// </summary>
/// <remarks>A build with a failed phase has failed here also where <c>on-failure: CONTINUE</c> let it continue: a rehearsal is not the milder judge.</remarks>
internal static class CodeBuildRunner
{
    /// <param name="source">The folder that the source was downloaded to.</param>
    /// <param name="variables">Of the project and of CodeBuild itself; null takes one of the caller's away.</param>
    public static async Task<CodeBuildResult> RunAsync(string buildspec, string source, IReadOnlyDictionary<string, string?> variables)
    {
        var spec = Buildspec.Parse(buildspec);
        var scripts = Directory.CreateTempSubdirectory("slipway-codebuild-");
        try
        {
            var environment = new Dictionary<string, string?>(variables) { ["CODEBUILD_SRC_DIR"] = source };
            foreach (var (name, value) in spec.Variables) environment.TryAdd(name, value);
            var (output, ran) = await new CodeBuildShell(spec, scripts.FullName).RunAsync(source, environment);
            return Collect(spec, source, output, ran);
        }
        finally
        {
            scripts.Delete(recursive: true);
        }
    }

    private static CodeBuildResult Collect(Buildspec spec, string source, string output, IReadOnlyList<(string Phase, int Status)> ran)
    {
        var phases = ran.Select(phase => phase.Phase.ToUpperInvariant() + (phase.Status == 0 ? " SUCCEEDED" : $" FAILED: exit status {phase.Status}")).ToList();
        var reached = ran.Any(phase => phase.Phase == "build");
        var artifacts = spec.Artifacts is { } primary && reached ? primary.Collect(source) : new Dictionary<string, string>();
        if (spec.Artifacts is not null && reached)
            phases.Add(artifacts.Count > 0 ? "UPLOAD_ARTIFACTS SUCCEEDED" : "UPLOAD_ARTIFACTS FAILED: no matching artifact paths found");
        return new(
            phases.TrueForAll(phase => phase.EndsWith("SUCCEEDED", StringComparison.Ordinal)), phases, output, artifacts,
            reached ? Collect(spec.SecondaryArtifacts, source) : new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            Collect(spec.Reports, source));
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Collect(IReadOnlyDictionary<string, FileSet> sets, string source) =>
        sets.ToDictionary(set => set.Key, set => set.Value.Collect(source));
}
