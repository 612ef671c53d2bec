using YamlDotNet.RepresentationModel;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>A step of <c>bitbucket-pipelines.yml</c>, as Bitbucket's documentation has it on page "Step options".</summary>
/// <param name="IsManual">It waits for a person who starts it; a pipeline cannot begin with one.</param>
internal sealed record BitbucketStep(
    string Name, string? Deployment, bool IsManual, bool HasToken, bool HasDocker, IReadOnlyList<string> Script, IReadOnlyList<string> AfterScript,
    IReadOnlyList<string> Artifacts, IReadOnlyList<string> Caches)
{
    // A name that a file need not define.
    private static readonly Dictionary<string, string> KnownCaches = new(StringComparer.Ordinal) { ["dotnetcore"] = "~/.nuget/packages" };

    /// <param name="definitions">The file's <c>definitions</c>, which name caches.</param>
    public static BitbucketStep Read(YamlNode node, YamlNode? definitions)
    {
        var step = node.Only("step", "name", "deployment", "trigger", "oidc", "services", "caches", "script", "after-script", "artifacts");
        return new(
            step.Text("name") ?? "", step.Text("deployment"), step.Text("trigger") == "manual", step.Text("oidc") == "true", step.Child("services").Texts().Contains("docker"),
            step.Child("script").Texts(), step.Child("after-script").Texts(), step.Child("artifacts").Texts(),
            [.. step.Child("caches").Texts().Select(name => definitions?.Child("caches")?.Text(name) ?? KnownCaches[name])]);
    }
}
