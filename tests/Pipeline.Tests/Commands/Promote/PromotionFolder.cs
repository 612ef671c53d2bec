using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Commands.Promote;

/// <summary>A repository that a release is promoted in, and the variables of this process with which AWS is asked.</summary>
internal sealed class PromotionFolder : IDisposable
{
    private readonly AwsVariables _variables = new();
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-promotion-");

    /// <param name="configuration">The text of slipway.yml.</param>
    public PromotionFolder(string configuration)
    {
        Write("slipway.yml", configuration);
        Write("taskdefs/production-taskdef.json", """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "memory": 64 }] }""");
        _variables.Set("CODEBUILD_INITIATOR", null);
    }

    public LockRig.RecordedLog Log { get; } = new();

    /// <summary>Answers in place of registries; null asks them.</summary>
    public HttpMessageHandler? Registries { get; init; }

    public string PathOf(string file) => Path.Combine(_root.FullName, file);

    public async Task PromoteAsync(params IReadOnlyList<string> options)
    {
        var (paths, time) = (new Paths(_root.FullName), TimeProvider.System);
        using var rehearsal = new RehearsalAws(paths, time);
        using var http = new HttpClient();
        using var interruption = new Interruption();
        var identities = new BuildIdentityReader(new Dictionary<string, string> { ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "c0ffee" }, new GitRepository(paths.Root, time));
        var none = new Dictionary<string, string>();
        var approvals = new ApprovalGate(none, new GitHubReviews(none, http), new ConsolePrompt(), Log);
        var promotion = new ReleasePromotion(identities, new AwsAccess(rehearsal, Log), approvals, new(), new(http, time), new(), interruption, paths, Log, time);
        if (Registries is { } handler) promotion = new(identities, new AwsAccess(rehearsal, Log), approvals, new(), new(http, time), new(), interruption, paths, Log, time) { Registries = logins => new(logins, handler, time) };
        var invocation = Arguments.Parse(["--target=Promote", "--env=production", "--build-number=8", .. options], [new("Promote", "", true)]);
        await promotion.RunAsync(SettingsReader.Read(PathOf("slipway.yml"), "production"), PathOf("slipway.yml"), invocation, CancellationToken.None);
    }

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
    }

    public void Set(string name, string? value) => _variables.Set(name, value);

    public void Dispose()
    {
        _variables.Dispose();
        _root.Delete(recursive: true);
    }
}
