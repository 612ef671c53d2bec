using System.Diagnostics;
using System.Text;
using Slipway.LocalAws.Tests.Testing.Driver;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>The real <c>aws</c> command line, pointed at one endpoint and kept away from the user's own configuration.</summary>
internal sealed class AwsCommand(Uri endpoint)
{
    /// <summary>Runs <c>aws</c>; the exit code, what it printed, and what it complained of.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(await StartInfoAsync("aws", arguments)) ?? throw new InvalidOperationException("aws did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>Runs <c>aws</c> and gives what it printed; fails the test when it fails.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.That((exitCode, error), Is.EqualTo((0, "")), $"aws {string.Join(' ', arguments)}");
        return output;
    }

    /// <summary>A command in the environment in which <c>aws</c> is on PATH and finds the endpoint.</summary>
    public async Task<ProcessStartInfo> StartInfoAsync(string program, string[] arguments)
    {
        var folder = await AwsDriver.FolderAsync();
        var start = new ProcessStartInfo(program == "aws" && folder is not null ? Path.Combine(folder, program) : program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        if (folder is not null)
            start.Environment["PATH"] = $"{folder}{Path.PathSeparator}{start.Environment["PATH"]}";
        start.Environment["AWS_ENDPOINT_URL"] = endpoint.ToString();
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "local";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        start.Environment["PYTHONUTF8"] = "1";
        return start;
    }
}
