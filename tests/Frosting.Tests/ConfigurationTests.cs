using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

/// <summary>Changes the working directory and the environment of the process, and puts both back.</summary>
public sealed class ConfigurationTests
{
    private readonly string _before = Directory.GetCurrentDirectory();
    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory()
    {
        _directory = Directory.CreateTempSubdirectory("frosting-").FullName;
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_VARIABLE", "variable");
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_FILE", "variable");
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_OPTION", "variable");
        File.WriteAllText(Path.Combine(_directory, "cake.config"), "[Slipway]\nFile=file\nOption=file\n");
    }

    [TearDown]
    public void DeleteDirectory()
    {
        Directory.SetCurrentDirectory(_before);
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_VARIABLE", null);
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_FILE", null);
        Environment.SetEnvironmentVariable("CAKE_SLIPWAY_OPTION", null);
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Options_go_before_the_file_the_file_before_variables_and_variables_before_the_settings_of_the_build()
    {
        var build = new Build().Task<Show>();
        build.Host.UseWorkingDirectory(_directory)
            .UseCakeSetting("Slipway_Setting", "setting")
            .UseCakeSetting("Slipway_Variable", "setting")
            .UseCakeSetting("Slipway_File", "setting")
            .UseCakeSetting("Slipway_Option", "setting");

        var outcome = build.Run("--Slipway_Option=option");

        Assert.That(outcome.Journal, Is.EqualTo(new[]
        {
            "Slipway_Setting=setting", "Slipway_Variable=variable", "Slipway_File=file", "Slipway_Option=option", "slipway_option=option",
            "--Slipway_Option=option", "Slipway_Nothing=",
        }));
    }

    [Test]
    public void Of_two_settings_of_one_name_the_last_counts()
    {
        var build = new Build().Task<Show>();
        build.Host.UseCakeSetting("Slipway_Setting", "first").UseCakeSetting("SLIPWAY_SETTING", "last");

        var outcome = build.Run();

        Assert.That(outcome.Journal[0], Is.EqualTo("Slipway_Setting=last"));
    }

    [Test]
    public void The_tool_path_is_a_setting()
    {
        var build = new Build().Task<ShowToolPath>();
        build.Host.SetToolPath("/opt/slipway-tools");

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "/opt/slipway-tools" }));
    }

    [Test]
    public void The_build_works_in_the_directory_that_it_names_and_there_is_its_configuration()
    {
        var build = new Build().Task<ShowDirectory>();
        build.Host.UseWorkingDirectory(_directory);

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { _directory, "file" }));
        Assert.That(Directory.GetCurrentDirectory(), Is.EqualTo(_directory));
    }

    [TestCase("--working={0}")]
    [TestCase("-w", "{0}")]
    public void The_directory_of_the_command_line_wins_and_is_relative_to_the_current_one(params string[] option)
    {
        Directory.SetCurrentDirectory(Path.GetDirectoryName(_directory)!);
        var build = new Build().Task<ShowDirectory>();
        build.Host.UseWorkingDirectory("/no/such/directory");

        var outcome = build.Run([.. option.Select(part => string.Format(part, Path.GetFileName(_directory)))]);

        Assert.That(outcome.Journal, Is.EqualTo(new[] { _directory, "file" }));
    }

    [Test]
    public void A_directory_that_does_not_exist_is_named_before_the_context_is_made()
    {
        var outcome = new Build().Services(services => services.UseContext<UnmadeContext>()).Run("--working=/no/such/directory");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The working directory '/no/such/directory' does not exist." }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [TaskName("Default")]
    private sealed class Show(Journal journal) : FrostingTask
    {
        private static readonly string[] Keys =
        [
            "Slipway_Setting", "Slipway_Variable", "Slipway_File", "Slipway_Option", "slipway_option", "--Slipway_Option", "Slipway_Nothing",
        ];

        public override void Run(ICakeContext context)
        {
            foreach (var key in Keys)
            {
                journal.Add($"{key}={context.Configuration.GetValue(key)}");
            }
        }
    }

    [TaskName("Default")]
    private sealed class ShowToolPath(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(context.Configuration.GetValue("Paths_Tools"));
    }

    [TaskName("Default")]
    private sealed class ShowDirectory(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Add(context.Environment.WorkingDirectory.FullPath);
            journal.Add(context.Configuration.GetValue("Slipway_File"));
        }
    }

    private sealed class UnmadeContext : FrostingContext
    {
        public UnmadeContext(ICakeContext context)
            : base(context) => throw new InvalidOperationException("made");
    }
}
