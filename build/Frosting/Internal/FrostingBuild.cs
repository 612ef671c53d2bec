using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>Everything between a parsed command line and an exit code.</summary>
internal sealed class FrostingBuild(IServiceCollection services)
{
    public async Task<int> RunAsync(DefaultCommandSettings settings, IRemainingArguments remaining)
    {
        services.AddSingleton(remaining);
        services.AddSingleton<ICakeArguments>(_ => remaining.ToCakeArguments(settings.Targets));

        ICakeLog? log = null;
        try
        {
            await using var provider = services.BuildServiceProvider();
            log = provider.GetRequiredService<ICakeLog>();
            await RunAsync(provider, log, settings);
            return 0;
        }
#pragma warning disable CA1031 // whatever a task, a constructor or the engine throws ends here, as a message and an exit code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ExceptionLogger.LogException(log!, exception);
        }
    }

    private static async Task RunAsync(IServiceProvider provider, ICakeLog log, DefaultCommandSettings settings)
    {
        if (settings.Version)
        {
            new VersionFeature(new VersionResolver()).Run(provider.GetRequiredService<IConsole>());
            return;
        }

        if (settings.Info)
        {
            new InfoFeature(new VersionResolver()).Run(provider.GetRequiredService<IConsole>());
            return;
        }

        log.Verbosity = settings.Verbosity;
        EnterWorkingDirectory(provider, settings);

        var host = CreateHost(provider, settings);
        var runner = new FrostingRunner(provider, host);
        InstallTools(provider);
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        await runner.RunAsync(settings.Targets);
    }

    private static void EnterWorkingDirectory(IServiceProvider provider, DefaultCommandSettings settings)
    {
        var directory = settings.WorkingDirectory ?? provider.GetService<WorkingDirectory>()?.Path;
        if (directory is null)
        {
            return;
        }

        var environment = provider.GetRequiredService<ICakeEnvironment>();
        directory = directory.MakeAbsolute(environment);
        if (!provider.GetRequiredService<IFileSystem>().Exist(directory))
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }

    private static ScriptHost CreateHost(IServiceProvider provider, DefaultCommandSettings settings)
    {
        var context = provider.GetRequiredService<IFrostingContext>();
        var engine = provider.GetRequiredService<ICakeEngine>();
        return settings switch
        {
            { DryRun: true } => new DryRunScriptHost<IFrostingContext>(engine, context, provider.GetRequiredService<ICakeLog>()),
            { Tree: true } => new TreeScriptHost(engine, context, provider.GetRequiredService<IConsole>()),
            { Description: true } => new DescriptionScriptHost(engine, context, provider.GetRequiredService<IAnsiConsole>()),
            _ => ActivatorUtilities.CreateInstance<BuildScriptHost<IFrostingContext>>(provider),
        };
    }

    private static void InstallTools(IServiceProvider provider)
    {
        foreach (var tool in provider.GetServices<PackageReference>())
        {
            provider.GetRequiredService<IToolInstaller>().Install(tool);
        }
    }
}
