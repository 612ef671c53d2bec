using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Modules;
using Cake.Core.Packaging;
using Cake.DotNetTool.Module;
using Cake.NuGet;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Internal;

/// <summary>
/// What every host has before the build configures it. The same services as Cake's own <c>AddCakeDiagnostics</c> and
/// <c>UseCakeDefaultModules</c>, which would start the terminal and load NuGet's assemblies on each run.
/// </summary>
internal static class HostServices
{
    public static void AddTo(IServiceCollection services)
    {
        Cake.Cli.ServiceCollectionExtensions.UseModule<CoreModule>(services);

        services.AddSingleton<ICakeLog>(provider => new CakeBuildLog(provider.GetRequiredService<IConsole>()));
        services.AddSingleton<IConsole, CakeConsole>();
        services.AddSingleton(_ => AnsiConsole.Console);
        services.AddSingleton<ICakeReportPrinter, CakeSpectreReportPrinter>();
        services.AddSingleton<ICakeConfiguration, FrostingConfiguration>();

        AddInstaller(services, "nuget", collection => Cake.Cli.ServiceCollectionExtensions.UseModule<NuGetModule>(collection));
        AddInstaller(services, "dotnet", collection => Cake.Cli.ServiceCollectionExtensions.UseModule<DotNetToolModule>(collection));
        services.AddSingleton<IToolInstaller, ToolInstaller>();

        services.AddSingleton<IFrostingContext, FrostingContext>();
    }

    private static void AddInstaller(IServiceCollection services, string scheme, Action<IServiceCollection> module) =>
        services.AddSingleton<IPackageInstaller>(provider => new DeferredInstaller(scheme, services, provider, module));
}
