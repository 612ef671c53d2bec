using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>The executable: from the command line to the end of the process.</summary>
internal static class LocalAwsProcess
{
    private const int PreferredPort = 4566;
    private const int PreferredRegistryPort = 4567;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs until SIGTERM or <c>POST /_slipway/down</c>.</summary>
    /// <returns>The exit code, as in <see cref="CommandLine.Usage"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help"] or ["-h"])
        {
            await Console.Out.WriteLineAsync(CommandLine.Usage);
            return 0;
        }

        try
        {
            return await RunAsync(CommandLine.Parse(arguments));
        }
        catch (StartException refused)
        {
            await Console.Error.WriteLineAsync($"slipway-local-aws: {refused.Message}");
            return refused.ExitCode;
        }
    }

    private static async Task<int> RunAsync(CommandLine commandLine)
    {
        using var session = ProcessSession.Leave();
        using var directory = await StateDirectory.TakeAsync(commandLine.StateDirectory, CancellationToken.None);
        // The directory that the build was called in may be removed while this process runs.
        Environment.CurrentDirectory = commandLine.StateDirectory;
        var (options, sockets) = await PrepareAsync(commandLine, CancellationToken.None);
        using var log = new FileLog(commandLine.LogFile, TimeProvider.System);
        using var launcher = LauncherStreams.Take(log.Handle);
        try
        {
            await ServeAsync(options, sockets, log, launcher);
            return 0;
        }
        catch (EngineException unreachable)
        {
            await launcher.FailAsync($"slipway-local-aws: {unreachable.Message}");
            return 3;
        }
        catch (Exception error)
        {
            log.CreateLogger(nameof(LocalAwsProcess)).LogCritical(error, "LocalAws ends");
            await launcher.FailAsync($"slipway-local-aws: {error.Message} The log has more: {commandLine.LogFile}");
            return 1;
        }
    }

    private static async Task ServeAsync(LocalAwsOptions options, Sockets sockets, FileLog log, LauncherStreams launcher)
    {
        var end = new ProcessEnd();
        await using (var application = LocalAwsApplication.Create(options, services => Configure(services, sockets, log, end)))
        {
            await application.StartAsync();
            await AnnounceAsync(options, CancellationToken.None);
            launcher.Dispose();
            await application.WaitForShutdownAsync();
            if (StateDirectory.IsOurs(options.StateDirectory))
                File.Delete(EndpointFile.PathIn(options.StateDirectory));
        }

        // Once more: a call that was under way may have written after it was removed the first time.
        if (end.StateIsRemoved)
            StateDirectory.Remove(options.StateDirectory);
    }

    /// <summary>The ports that this process holds.</summary>
    /// <param name="Registry">Null where LocalAws does not answer at the registry's port.</param>
    private sealed record Sockets(Socket Api, Socket? Registry);

    private static void Configure(IServiceCollection services, Sockets sockets, FileLog log, ProcessEnd end)
    {
        services.AddSingleton(end);
        services.AddHostedService<StateWatch>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.Configure<SocketTransportOptions>(transport =>
        {
            var others = transport.CreateBoundListenSocket;
            transport.CreateBoundListenSocket = endpoint => endpoint is not IPEndPoint { Port: var port } ? others(endpoint)
                : sockets.Registry is { } registry && port == LoopbackPort.PortOf(registry) ? registry : sockets.Api;
        });
        services.AddLogging(logging => logging.AddProvider(log));
    }

    /// <exception cref="StartException">The file is not there, or has what is not evaluated.</exception>
    private static EnforcedPolicies ReadPolicies(string file)
    {
        try
        {
            return EnforcedPolicies.Parse(File.ReadAllText(file));
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(2, $"--enforce-iam: '{file}' cannot be enforced: {wrong.Message}");
        }
    }

    private static async Task<(LocalAwsOptions Options, Sockets Sockets)> PrepareAsync(CommandLine commandLine, CancellationToken cancellationToken)
    {
        var paths = new LocalAwsOptions { StateDirectory = commandLine.StateDirectory, InstanceId = "", RegistryHost = "" };
        using var state = new StateStore(paths);
        var before = await state.ReadAsync(Instance.StateName, HostingJson.Default.Instance, cancellationToken);
        var api = ListenForCalls(commandLine.Port, before.Port);
        var (registry, registryPort, hasFront) = await ListenForImagesAsync(before, cancellationToken);
        var instance = before with
        {
            InstanceId = before.InstanceId.Length > 0 ? before.InstanceId : Guid.NewGuid().ToString("n")[..12],
            Port = LoopbackPort.PortOf(api),
            RegistryPort = registryPort,
            Account = commandLine.Account ?? before.Account,
            Region = commandLine.Region ?? before.Region,
            ContainerInstances = commandLine.Instances ?? before.ContainerInstances,
        };
        await state.WriteAsync(Instance.StateName, instance, HostingJson.Default.Instance, cancellationToken);
        var options = paths with
        {
            SeedDirectory = commandLine.SeedDirectory,
            SecretsFile = commandLine.SecretsFile,
            Port = instance.Port,
            RegistryHost = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{instance.RegistryPort}"),
            RegistryHasFront = hasFront,
            RegistryPortIsTaken = hasFront && registry is null,
            Account = instance.Account,
            Region = instance.Region,
            InstanceId = instance.InstanceId,
            StartRegistryEarly = true,
            EnforcedPolicies = commandLine.PolicyFile is { } policies ? ReadPolicies(policies) : EnforcedPolicies.None,
            MissingLogGroups = commandLine.MissingLogGroups,
            Minute = commandLine.Minute,
            InstanceCpu = commandLine.Cpu,
            InstanceMemory = commandLine.Memory,
            Instances = instance.ContainerInstances,
        };
        return (options, new(api, registry));
    }

    private static Socket ListenForCalls(int? wanted, int before) => wanted is { } port
        ? LoopbackPort.TryListen(port) ?? throw new StartException(3, $"Port {port} of 127.0.0.1 is in use by another process. End it, or name another --port.")
        : LoopbackPort.ListenOnFirstFree(before, PreferredPort);

    /// <summary>
    /// Once chosen the port stays: images that were pushed have it in their names. When another process has it, LocalAws starts all the same: it can
    /// be asked what runs, and taken down.
    /// </summary>
    private static async Task<(Socket? Listener, int Port, bool HasFront)> ListenForImagesAsync(Instance before, CancellationToken cancellationToken)
    {
        if (!await AskEngineAsync(docker => docker.SharesLoopbackAsync(cancellationToken), unreachable: true))
        {
            // The registry's container is to have it.
            using var free = before.RegistryPort > 0 ? null : LoopbackPort.ListenOnFirstFree(PreferredRegistryPort);
            return (null, free is null ? before.RegistryPort : LoopbackPort.PortOf(free), false);
        }

        if (before.RegistryPort == 0)
        {
            var chosen = LoopbackPort.ListenOnFirstFree(PreferredRegistryPort);
            return (chosen, LoopbackPort.PortOf(chosen), true);
        }

        var kept = LoopbackPort.TryListen(before.RegistryPort);
        if (kept is null && before.InstanceId.Length > 0)
        {
            // An earlier LocalAws let the registry's container have it. Its images are in a volume.
            await AskEngineAsync(docker => docker.RemoveContainerAsync(RegistrySettings.NameOf(before.InstanceId), cancellationToken), unreachable: false);
            kept = LoopbackPort.TryListen(before.RegistryPort);
        }

        return (kept, before.RegistryPort, true);
    }

    /// <summary>Without an engine LocalAws starts all the same: much of it needs none, and what does says so.</summary>
    private static async Task<bool> AskEngineAsync(Func<DockerEngine, Task<bool>> ask, bool unreachable)
    {
        try
        {
            using var docker = EngineRegistration.Create();
            return await ask(docker);
        }
        catch (EngineException)
        {
            return unreachable;
        }
    }

    private static async Task AnnounceAsync(LocalAwsOptions options, CancellationToken cancellationToken)
    {
        var endpoint = new EndpointFile(
            Environment.ProcessId,
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.Port}"),
            options.RegistryHost,
            AppContext.BaseDirectory,
            TimeProvider.System.GetUtcNow());
        await PrivateFile.WriteAsync(
            EndpointFile.PathIn(options.StateDirectory), JsonSerializer.SerializeToUtf8Bytes(endpoint, HostingJson.Default.EndpointFile), cancellationToken);
    }
}
