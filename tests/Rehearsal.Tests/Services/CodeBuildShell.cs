using System.Text;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>
/// The one shell that all commands of a build run in: each command is a file that the shell reads, so folders, variables and functions stay, and
/// a command of several lines is one command. User guide, page "Build specification reference for CodeBuild", "version".
/// </summary>
internal sealed class CodeBuildShell(Buildspec buildspec, string scripts)
{
    /// <summary>Phases whose failure ends the build; after a failed build phase post_build still has its turn. Page "Build phase transitions".</summary>
    private static readonly string[] EndWithTheirFailure = ["install", "pre_build", "post_build"];

    private readonly StringBuilder _script = new("export CODEBUILD_BUILD_SUCCEEDING=1\ncodebuild_go=1\n");

    private string Journal => Path.Join(scripts, "journal");

    /// <returns>What the commands printed, and for each phase that began, the exit status of the command that failed in it, or 0.</returns>
    public async Task<(string Output, IReadOnlyList<(string Phase, int Status)> Phases)> RunAsync(string source, IReadOnlyDictionary<string, string?> variables)
    {
        foreach (var phase in buildspec.Phases) Add(phase);
        var driver = Path.Join(scripts, "driver");
        await File.WriteAllTextAsync(driver, _script.ToString());
        var ran = await CommandRunner.RunAsync(
            new(buildspec.Shell, "-c", $". '{driver}' 2>&1") { WorkingDirectory = source, Environment = variables }, TestContext.CurrentContext.CancellationToken);
        var phases = File.ReadLines(Journal).Select(line => line.Split(' ')).Select(line => (line[0], int.Parse(line[1]))).ToList();

        // A command that ends the shell would take what follows with it; what CodeBuild does then is not written down.
        return ran.ExitCode == 0 ? (ran.Output, phases) : throw new NotSupportedException($"A command ended the shell with {ran.ExitCode}:\n{ran.Output}");
    }

    private void Add(BuildPhase phase)
    {
        _script.AppendLine("if [ $codebuild_go = 1 ]; then").AppendLine("codebuild_status=0");
        AddCommands($"{phase.Name}-", phase.Commands, "codebuild_status");
        _script.AppendLine("codebuild_finally=0");
        AddCommands($"{phase.Name}-finally-", phase.Finally, "codebuild_finally");
        var ends = phase.OnFailure is null ? EndWithTheirFailure.Contains(phase.Name) : phase.OnFailure == "ABORT";
        _script.AppendLine($"""
            if [ $codebuild_status = 0 ]; then codebuild_status=$codebuild_finally; fi
            if [ $codebuild_status != 0 ]; then CODEBUILD_BUILD_SUCCEEDING=0; codebuild_go={(ends ? 0 : 1)}; fi
            echo "{phase.Name} $codebuild_status" >> '{Journal}'
            fi
            """);
    }

    // The first that fails is the last that runs.
    private void AddCommands(string name, IReadOnlyList<string> commands, string status)
    {
        foreach (var (number, command) in commands.Index())
        {
            var file = Path.Join(scripts, $"{name}{number}");
            File.WriteAllText(file, command + "\n");
            _script.AppendLine($"if [ ${status} = 0 ]; then . '{file}'; {status}=$?; fi");
        }
    }
}
