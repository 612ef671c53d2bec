using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>A repository of which policies are computed: the sample, or one of a test's own.</summary>
internal sealed class PolicyFolder : IDisposable
{
    private const string TaskDefinition = "taskdefs/staging-taskdef.json";

    private PolicyFolder(string root) => Root = root;

    public static PolicyFolder Sample { get; } = new(Workspace.Repository);

    public string Root { get; }

    /// <param name="configuration">The text of slipway.yml, which has an environment <c>staging</c>.</param>
    /// <param name="taskDefinition">That of staging.</param>
    /// <param name="others">More files, by their paths.</param>
    public static PolicyFolder With(string configuration, string taskDefinition, params IReadOnlyList<(string Path, string Text)> others)
    {
        var root = Directory.CreateTempSubdirectory("slipway-policy-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "taskdefs"));
        File.WriteAllText(Path.Combine(root, "slipway.yml"), configuration);
        File.WriteAllText(Path.Combine(root, TaskDefinition), taskDefinition);
        foreach (var (path, text) in others) File.WriteAllText(Path.Combine(root, path), text);
        return new(root);
    }

    public IReadOnlyList<RolePolicy> Policies(string environment = "staging", params IReadOnlyList<string> targets) =>
        EnvironmentPolicies.Of(SettingsReader.Read(Path.Combine(Root, "slipway.yml"), environment), new("42", "c0ffee", "main"), targets, new(Root));

    public void Dispose()
    {
        if (Root != Workspace.Repository) Directory.Delete(Root, recursive: true);
    }
}
