using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Slipway.Docker.Processes;

namespace Slipway.Docker.Tests;

/// <summary>A shell script in docker's place, for what the real one does not do on demand. Its own folder is <c>$HERE</c>.</summary>
internal sealed class FakeDocker : IDisposable
{
    public FakeDocker(string script)
    {
        Folder = Directory.CreateTempSubdirectory("slipway-fake-docker-").FullName;
        var program = Path("docker");
        File.WriteAllText(program, $"#!/bin/sh\nHERE='{Folder}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    public string Path(string file) => System.IO.Path.Combine(Folder, file);

    public string Read(string file) => File.ReadAllText(Path(file));

    public DockerCli Cli(DockerCliOptions? options = null) => new(Runner(options), options ?? new());

    public DockerRunner Runner(DockerCliOptions? options = null)
    {
        var tools = Tools();
        tools.RegisterFile(Path("docker"));
        return new(new FileSystem(), Environment(), new ProcessTreeRunner(), tools, options ?? new());
    }

    public static CakeEnvironment Environment() => new(new CakePlatform(), new CakeRuntime());

    public static ToolLocator Tools()
    {
        var fileSystem = new FileSystem();
        var environment = Environment();
        var configuration = new CakeConfiguration(new Dictionary<string, string>(StringComparer.Ordinal));
        return new(
            environment,
            new ToolRepository(environment),
            new ToolResolutionStrategy(fileSystem, environment, new Globber(fileSystem, environment), configuration, new NullLog()));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
