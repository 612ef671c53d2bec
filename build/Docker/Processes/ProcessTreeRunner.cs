using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Slipway.Docker.Processes;

/// <summary>
/// Starts processes that can be ended together with everything that they started. Standard input is never the terminal's: it is
/// <see cref="ProcessSettings.StandardInput"/>, what is written during <see cref="TreeProcess.WaitForExitAsync(CancellationToken)"/>, or empty.
/// </summary>
/// <param name="log">Where the command line goes, secrets redacted, at verbosity Verbose.</param>
public sealed class ProcessTreeRunner(ICakeLog? log = null) : IProcessRunner
{
    // Without a byte order mark: the first bytes of the input are the first bytes of the password.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="CakeException">The program could not be started.</exception>
    public TreeProcess Start(FilePath filePath, ProcessSettings settings) => Start(filePath, settings, readOutput: null);

    IProcess IProcessRunner.Start(FilePath filePath, ProcessSettings settings) => Start(filePath, settings);

    /// <param name="readOutput">Takes standard output as bytes, for programs that write archives; its end is awaited with the process's.</param>
    /// <inheritdoc cref="Start(FilePath, ProcessSettings)"/>
    public TreeProcess Start(FilePath filePath, ProcessSettings settings, Func<Stream, CancellationToken, Task>? readOutput)
    {
        ArgumentNullException.ThrowIfNull(filePath);
        ArgumentNullException.ThrowIfNull(settings);

        if (!settings.Silent)
            log?.Verbose("Executing: {0}", $"{filePath} {settings.Arguments?.RenderSafe()}".TrimEnd());

        var process = new Process { StartInfo = StartInfo(filePath, settings, readOutput is not null) };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            process.Dispose();
            throw new CakeException($"{filePath.GetFilename()}: Could not start '{filePath}': {exception.Message}", exception);
        }

        return new TreeProcess(process, settings, readOutput);
    }

    private static ProcessStartInfo StartInfo(FilePath filePath, ProcessSettings settings, bool readsOutput)
    {
        var info = new ProcessStartInfo(filePath.FullPath)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = settings.RedirectStandardOutput || readsOutput,
            RedirectStandardError = settings.RedirectStandardError,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = settings.RedirectStandardOutput || readsOutput ? Utf8 : null,
            StandardErrorEncoding = settings.RedirectStandardError ? Utf8 : null,
        };
        if (settings.WorkingDirectory is { } directory && !settings.NoWorkingDirectory)
            info.WorkingDirectory = directory.FullPath;
        foreach (var (name, value) in settings.EnvironmentVariables ?? new Dictionary<string, string>(StringComparer.Ordinal))
            info.Environment[name] = value;

        var arguments = settings.Arguments ?? new ProcessArgumentBuilder();
        if (arguments.All(argument => argument is ListArgument))
            foreach (var argument in arguments.Cast<ListArgument>())
                info.ArgumentList.Add(argument.Value);
        else
            info.Arguments = arguments.Render();
        return info;
    }
}
