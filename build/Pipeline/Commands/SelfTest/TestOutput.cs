namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>
/// What a test project prints while others run beside it: each line has the project's name before it. Tests that pass are counted and not
/// printed; what frames them is left out.
/// </summary>
/// <param name="write">Takes the lines that are printed.</param>
public sealed class TestOutput(string project, Action<string> write)
{
    private const string Passed = "  Passed ";
    private const string Failed = "  Failed ";
    private const string Skipped = "  Skipped ";

    private static readonly string[] Frame =
    [
        "Test run for ", "VSTest version ", "Starting test execution", "A total of ", "Results File: ", "Test Run ", "Total tests: ", "     Passed: ", "     Failed: ",
        "    Skipped: ", " Total time: ", "Passed! ", "Failed! ", "NUnit Adapter ", "Running all tests in ", "Running selected tests in ", "   NUnit3TestExecutor ",
        "Ok, passed ", // FsCheck, of each property
    ];

    /// <summary>How many tests have ended.</summary>
    public int Ended { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Takes a line of the console logger, at verbosity normal.</summary>
    public void OnLine(string line)
    {
        var fails = line.StartsWith(Failed, StringComparison.Ordinal);
        var passes = line.StartsWith(Passed, StringComparison.Ordinal);
        if (fails || passes || line.StartsWith(Skipped, StringComparison.Ordinal)) Ended++;
        if (fails) Failures++;
        if (!passes && line.Trim().Length > 0 && !Array.Exists(Frame, start => line.StartsWith(start, StringComparison.Ordinal))) write($"{project}: {line}");
    }

    /// <summary>As <c>Ecs.Tests 120</c>, and how many failed.</summary>
    public override string ToString() => Failures == 0 ? $"{project} {Ended}" : $"{project} {Ended} ({Failures} failed)";
}
