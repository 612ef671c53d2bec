using Cake.Core;
using Cake.Frosting;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>What every task can read: the command line, the environment's settings, and the run that continues.</summary>
public sealed class BuildContext(ICakeContext context, Invocation invocation, Interruption interruption, ExitStatus exitStatus, Paths paths) : FrostingContext(context)
{
    private Settings? _settings;
    private Run? _run;

    public Invocation Invocation => invocation;

    public Interruption Interruption => interruption;

    public ExitStatus ExitStatus => exitStatus;

    public Paths Paths => paths;

    /// <summary>Read from the file when first asked for; never by a constructor.</summary>
    /// <exception cref="ConfigurationException">The file or the environment is wrong, or it has no service that was asked for.</exception>
    public Settings Settings => _settings ??= SettingsReader.Read(ConfigurationFile, invocation.Get(Options.Environment)!).Of(invocation.Get(Options.Service)).As(invocation.Get(Options.Role));

    /// <summary>The path of the configuration, as messages name it.</summary>
    public string ConfigurationFile => Path.GetRelativePath(Environment.WorkingDirectory.FullPath, paths.InRepository(invocation.Get(Options.Config)));

    /// <summary>Whether Setup has linted already, before it began a run.</summary>
    public bool IsLinted { get; set; }

    /// <summary>The run that Setup began; there is none in a dry run, whose tasks do nothing.</summary>
    public Run Run
    {
        get => _run ?? throw new InvalidOperationException("No run of the pipeline was started.");
        set => _run = value;
    }

    public bool HasRun => _run is not null;

    /// <summary>Why the environment leaves a task out, or null when it runs.</summary>
    public SkipSettings? SkipOf(string task) => Settings.Skip.FirstOrDefault(skip => string.Equals(skip.Task, task, StringComparison.OrdinalIgnoreCase));
}
