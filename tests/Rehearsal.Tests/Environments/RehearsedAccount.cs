using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// An AWS account that someone has set up by hand, with the <c>aws</c> command line: LocalAws, started for itself and not by a
/// rehearsal, with clusters and repositories for staging and production, and the distance service published by its own team.
/// </summary>
/// <remarks>The task definitions' host ports are replaced: another program may have 80 and 443 on this machine.</remarks>
internal sealed class RehearsedAccount : IAsyncDisposable
{
    private static readonly string[] Repositories = ["tutorbloc.app", "tutorbloc.app.nginx", "redis", "tutorbloc.blackbox"];
    private static readonly string[] Names = ["staging", "production"];

    private LocalAwsAlone? _localAws;

    private RehearsedAccount(RehearsalCopy copy) => Copy = copy;

    /// <summary>The sources, and the state of LocalAws.</summary>
    public RehearsalCopy Copy { get; }

    public int StagingPort { get; } = LoopbackPort.Claim();

    public int StagingTlsPort { get; } = LoopbackPort.Claim();

    public int ProductionPort { get; } = LoopbackPort.Claim();

    /// <summary>The registry's host and port.</summary>
    public string Registry { get; private set; } = "";

    /// <summary>What an environment's credentials and endpoint are made of, and nothing of the service that runs the tests.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>(Copy.AwsEnvironment())
    {
        ["CI"] = null,
        ["CODEBUILD_INITIATOR"] = null,
        ["CODEBUILD_BUILD_NUMBER"] = null,
        ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = null,
        ["BITBUCKET_BUILD_NUMBER"] = null,
        ["BITBUCKET_COMMIT"] = null,
        ["GITHUB_ACTIONS"] = null,
    };

    /// <param name="prepare">Changes the sources; what it gives are options of LocalAws.</param>
    public static async Task<RehearsedAccount> CreateAsync(Func<RehearsalCopy, Task<IReadOnlyList<string>>>? prepare = null)
    {
        var account = new RehearsedAccount(await RehearsalCopy.CreateAsync());
        try
        {
            await account.ProvisionAsync(prepare);
            return account;
        }
        catch
        {
            await account.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tags of each repository, in order, and the digest that each points to.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(string repository)
    {
        using var aws = Copy.Calls();
        var images = await aws.EcrAsync("DescribeImages", new() { ["repositoryName"] = repository });
        return images["imageDetails"]!.AsArray()
            .SelectMany(image => (image!["imageTags"]?.AsArray() ?? []).Select(tag => ((string)tag!, (string)image["imageDigest"]!)))
            .OrderBy(tag => tag.Item1, StringComparer.Ordinal)
            .ToDictionary(tag => tag.Item1, tag => tag.Item2);
    }

    /// <summary>Container ports of the service's only task, with the host's ports that they are bound to.</summary>
    public async Task<IReadOnlyList<(int Container, int Host)>> PortsAsync(string cluster, string service)
    {
        using var aws = Copy.Calls();
        var tasks = await aws.EcsAsync("ListTasks", new() { ["cluster"] = cluster, ["serviceName"] = service });
        var task = await aws.EcsAsync("DescribeTasks", new() { ["cluster"] = cluster, ["tasks"] = new JsonArray((string)tasks["taskArns"]!.AsArray().Single()!) });
        return
        [
            .. task["tasks"]![0]!["containers"]!.AsArray()
                .SelectMany(container => container!["networkBindings"]?.AsArray() ?? [])
                .Select(binding => ((int)binding!["containerPort"]!, (int)binding["hostPort"]!))
                .Order(),
        ];
    }

    public async Task<JsonNode> ServiceAsync(string cluster, string service)
    {
        using var aws = Copy.Calls();
        return (await aws.EcsAsync("DescribeServices", new() { ["cluster"] = cluster, ["services"] = new JsonArray(service) }))["services"]![0]!;
    }

    /// <summary>The containers of a revision, by its ARN or its family and number.</summary>
    public async Task<JsonArray> ContainersAsync(string taskDefinition)
    {
        using var aws = Copy.Calls();
        return (await aws.EcsAsync("DescribeTaskDefinition", new() { ["taskDefinition"] = taskDefinition }))["taskDefinition"]!["containerDefinitions"]!.AsArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Copy.DisposeAsync();
        if (_localAws is not null) await _localAws.DisposeAsync();
    }

    private async Task ProvisionAsync(Func<RehearsalCopy, Task<IReadOnlyList<string>>>? prepare)
    {
        Copy.Replace("taskdefs/staging-taskdef.json", "\"hostPort\": 80,", $"\"hostPort\": {StagingPort},");
        Copy.Replace("taskdefs/staging-taskdef.json", "\"hostPort\": 443,", $"\"hostPort\": {StagingTlsPort},");
        Copy.Replace("taskdefs/production-taskdef.json", "\"hostPort\": 80,", $"\"hostPort\": {ProductionPort},");
        var options = prepare is null ? [] : await prepare(Copy);
        await Copy.Workspace.CommitAsync("Ports that are free", CancellationToken.None);

        _localAws = await LocalAwsAlone.StartAsync(Copy, options);
        foreach (var name in Names) await Copy.AwsAsync("ecs", "create-cluster", "--cluster-name", name);
        foreach (var repository in Repositories)
        {
            var created = await Copy.AwsAsync("ecr", "create-repository", "--repository-name", repository);
            Registry = ((string)created["repository"]!["repositoryUri"]!).Split('/')[0];
        }

        var password = await CommandRunner.RunAsync(new("aws", "ecr", "get-login-password") { Environment = Copy.AwsEnvironment() }, CancellationToken.None);
        var published = await CommandRunner.RunAsync(
            new(Copy.Workspace.PathOf("app/publish-blackbox.sh"), [Registry, .. Names]) { Input = password.Output }, CancellationToken.None);
        Assert.That(published.ExitCode, Is.Zero, published.Output + published.Error);
    }
}
