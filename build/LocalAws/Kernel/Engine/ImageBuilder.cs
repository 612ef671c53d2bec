using System.ComponentModel;
using System.Diagnostics;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// Builds images by <c>docker build</c>, the one command of docker that LocalAws starts: the engine's API has only the classic builder, which is
/// deprecated and without cache mounts, while BuildKit is driven by a protocol between buildx and the engine. The command also applies the user's proxies.
/// </summary>
internal sealed class ImageBuilder
{
    private const int QuotedLines = 15;

    /// <param name="context">The folder with the Dockerfile.</param>
    /// <param name="label"><c>key=value</c>.</param>
    /// <param name="onLine">Called with each line of the builder's plain output, one at a time.</param>
    /// <exception cref="EngineException">The build failed; the message has its last lines.</exception>
    public async Task BuildAsync(string context, string tag, string label, Action<string> onLine, CancellationToken cancellationToken)
    {
        using var process = Start(["build", "--progress", "plain", "--tag", tag, "--label", label, context]);
        var last = new Queue<string>();
        try
        {
            await Task.WhenAll(
                ReadAsync(process.StandardOutput, Keep, cancellationToken), ReadAsync(process.StandardError, Keep, cancellationToken), process.WaitForExitAsync(cancellationToken));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new EngineException($"'docker build' of {tag} failed with exit code {process.ExitCode}:\n{string.Join('\n', last)}");

        void Keep(string line)
        {
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > QuotedLines)
                    last.Dequeue();
                onLine(line);
            }
        }
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_BUILDKIT"] = "1";
        // Attestations turn an image into an index.
        start.Environment["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new EngineException($"'docker build' cannot be started: {error.Message}", inner: error);
        }
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            onLine(line);
    }
}
