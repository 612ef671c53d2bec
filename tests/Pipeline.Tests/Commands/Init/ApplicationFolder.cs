using Slipway.Aws;
using Slipway.Docker;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Commands.Init;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>A folder with an application in which Init is run; disposing removes it.</summary>
internal sealed class ApplicationFolder : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("slipway-init-").FullName;
    private readonly Lines _log = new();

    public ApplicationFolder(string compose, string name = "shop")
    {
        Root = Path.Combine(_above, name);
        Directory.CreateDirectory(Root);
        Write("compose.yaml", compose);
    }

    public string Root { get; }

    /// <summary>Where build.sh is; elsewhere unless it is set.</summary>
    public string Slipway { get; set; } = "/opt/slipway";

    public ToolPackage? Tool { get; init; }

    public AwsDefaults Known { get; init; } = new(Region: null, Account: null);

    public Func<AwsClients> Aws { get; init; } = () => throw new InvalidOperationException("Nothing is asked of AWS here.");

    /// <summary>The environment, as far as Init reads it itself.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What the command line says of the Compose files.</summary>
    public IReadOnlyList<string> ComposeFiles { get; init; } = [];

    /// <summary>What Init has said, without its colours and levels.</summary>
    public IReadOnlyList<string> Said => _log.Texts;

    /// <summary>The files that are there, without the Compose file.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Where(file => file != "compose.yaml").Order(StringComparer.Ordinal)];

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public string PathOf(string file) => Path.Combine(Root, file);

    public Task InitAsync(LaunchType launchType = LaunchType.Ec2, bool force = false, EcsServiceName? service = null, string environment = "staging", DockerCli? docker = null, bool hasEach = false)
    {
        var initialisation = new Initialisation(new(Root) { Slipway = Slipway }, docker ?? DockerCli.Create(new() { WorkingDirectory = Root }), Aws, Known, Variables, Tool, _log);
        return initialisation.RunAsync(new("slipway.yml", launchType, force, service, environment) { ComposeFiles = ComposeFiles, HasEach = hasEach }, CancellationToken.None);
    }

    /// <summary>Lints all environments as they stand.</summary>
    /// <returns>What Lint says, each finding without its remedy.</returns>
    public async Task<IReadOnlyList<string>> LintAsync()
    {
        var log = new Lines();
        var identities = new BuildIdentityReader(new Dictionary<string, string>(), new GitRepository(Root, TimeProvider.System));
        try
        {
            var invocation = Arguments.Parse(["--target=Lint"], [new Target("Lint", "", NeedsEnvironment: false)]);
            await new RepositoryLint(identities, new(Root), new(), log).RunAsync(PathOf("slipway.yml"), invocation, CancellationToken.None);
        }
        catch (RunFailedException errors)
        {
            log.Texts.Add(errors.Message);
        }

        return [.. log.Texts.Select(text => text.Split('\n')[0].Replace($"{Root}/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_above, recursive: true);

    private sealed class Lines : ILog
    {
        public List<string> Texts { get; } = [];

        public bool IsQuiet => false;

        public bool IsVerbose => false;

        public void Write(LogSeverity severity, string message)
        {
            if (severity <= LogSeverity.Information) Texts.Add(message);
        }
    }
}
