using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestOutputTests
{
    private const string Console = """
        Test run for /slipway/tests/Ecs.Tests/bin/Debug/net10.0/Slipway.Ecs.Tests.dll (.NETCoreApp,Version=v10.0)
        NUnit Adapter 6.3.1.0: Test execution started
        Ok, passed 100 tests.
        A total of 1 test files matched the specified pattern.
          Passed A_first_deployment(3) [12 ms]
          Skipped Moto_agrees [< 1 ms]
          Standard Output Messages:
         moto_server is not on PATH.

          Failed A_second [1 s]
          Error Message:
             Expected: 2
          Passed A_third [3 ms]
        Results File: /slipway/test-results/slipway/Ecs.Tests.trx

        Test Run Failed.
        Total tests: 4
             Passed: 2
             Failed: 1
            Skipped: 1
         Total time: 1.2 Seconds
        """;

    [Test]
    public void Each_line_but_those_of_passed_tests_has_the_project_before_it()
    {
        List<string> lines = [];
        var output = new TestOutput("Ecs.Tests", lines.Add);

        foreach (var line in Console.Split('\n')) output.OnLine(line);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "Ecs.Tests:   Skipped Moto_agrees [< 1 ms]",
            "Ecs.Tests:   Standard Output Messages:",
            "Ecs.Tests:  moto_server is not on PATH.",
            "Ecs.Tests:   Failed A_second [1 s]",
            "Ecs.Tests:   Error Message:",
            "Ecs.Tests:      Expected: 2",
        }));
        Assert.That(output.ToString(), Is.EqualTo("Ecs.Tests 4 (1 failed)"));
    }
}
