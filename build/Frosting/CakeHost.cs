using System.Reflection;
using Cake.Cli;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Runs a build: the tasks of the entry assembly and of the assemblies added, with the services configured.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = new();
    private readonly List<Assembly> _assemblies = [];

    public CakeHost() => HostServices.AddTo(_services);

    public static CakeHost Create() => new();

    /// <summary>Adds the public tasks of an assembly to those of the entry assembly. Null is ignored.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        if (assembly is not null)
        {
            _assemblies.Add(assembly);
        }

        return this;
    }

    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services(_services);
        return this;
    }

    /// <summary>Parses the command line and runs what it says.</summary>
    /// <returns>
    /// 0; 1 when a task or a lifetime fails, since the engine wraps what they throw; the <see cref="Cake.Core.CakeException.ExitCode"/> of an
    /// exception that is thrown outside the engine, such as in the context's constructor; or -1 for a command line that cannot be parsed.
    /// </returns>
    public int Run(IEnumerable<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);

        RegisterTasks();

        string[] arguments = [.. args];
        return PlainCommandLine.TryParse(arguments) is { } line
            ? new FrostingBuild(_services).RunAsync(line.Settings, line).GetAwaiter().GetResult() // the package's host is synchronous
            : RunCommand(arguments);
    }

    private int RunCommand(string[] arguments)
    {
        var host = new ServiceCollection();
        host.AddSingleton<IServiceCollection>(_services);

        var app = new CommandApp<DefaultCommand>(new TypeRegistrar(host));
        app.Configure(configuration => configuration.Settings.ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name);
        return app.Run(arguments);
    }

    private void RegisterTasks()
    {
        foreach (var assembly in _assemblies.Prepend(Assembly.GetEntryAssembly()).OfType<Assembly>().Distinct())
        {
            foreach (var type in assembly.GetExportedTypes())
            {
                if (type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
                {
                    _services.AddSingleton(typeof(IFrostingTask), type);
                }
            }
        }
    }
}
