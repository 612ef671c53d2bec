using System.Diagnostics;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>Many calls of the real <c>aws</c> command in one shell script.</summary>
internal static class AwsScript
{
    /// <summary>The lines that a script printed, refusals among them; fails the test when it ends otherwise than with 0.</summary>
    /// <param name="script">For <c>sh -e</c>; <c>try</c> runs a command and prints what it complains of.</param>
    public static async Task<string[]> RunAsync(AwsCommand aws, string script)
    {
        const string Prelude = "try() { \"$@\" 2>&1 || true; }\n";
        using var process = Process.Start(await aws.StartInfoAsync("sh", ["-e", "-c", Prelude + script]))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That((process.ExitCode, await error), Is.EqualTo((0, "")), await output);
        return (await output).Replace("aws: [ERROR]: ", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
