namespace Slipway.Rehearsal.Tests.Services;

/// <summary>
/// A buildspec of version 0.2, as the AWS CodeBuild user guide has it on page "Build specification reference for CodeBuild". The parts that
/// need AWS (parameter-store, secrets-manager, batch, proxy, run-as) are refused.
/// </summary>
internal sealed record Buildspec(
    string Shell,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<BuildPhase> Phases,
    FileSet? Artifacts,
    IReadOnlyDictionary<string, FileSet> SecondaryArtifacts,
    IReadOnlyDictionary<string, FileSet> Reports,
    IReadOnlyList<string> CachePaths)
{
    private static readonly string[] PhaseNames = ["install", "pre_build", "build", "post_build"];

    public static Buildspec Parse(string text)
    {
        var root = YamlFile.Parse(text).Only("buildspec", "version", "env", "phases", "artifacts", "reports", "cache");
        if (root.Text("version") != "0.2") throw new NotSupportedException($"version is {root.Text("version")}; only 0.2 runs its commands in one shell.");
        var env = root.Child("env")?.Only("env", "shell", "variables");
        var phases = root.Child("phases")!.Only("phases", PhaseNames);
        var artifacts = root.Child("artifacts");
        return new(
            env?.Text("shell") ?? "sh",
            (env?.Child("variables")).Entries().ToDictionary(variable => variable.Name, variable => variable.Value.ToString()),
            [.. PhaseNames.Where(name => phases.Child(name) is not null).Select(name => BuildPhase.Read(name, phases.Child(name)!))],
            artifacts?.Child("files") is null ? null : FileSet.Read(artifacts, "artifacts"),
            Sets(artifacts?.Child("secondary-artifacts")),
            Sets(root.Child("reports")),
            (root.Child("cache")?.Only("cache", "paths").Child("paths")).Texts());
    }

    private static Dictionary<string, FileSet> Sets(YamlDotNet.RepresentationModel.YamlNode? node) =>
        node.Entries().ToDictionary(entry => entry.Name, entry => FileSet.Read(entry.Value, entry.Name));
}
