using Cake.Core.IO;
using Cake.Core.Packaging;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>
/// Cake's installer for a scheme, made when the first package is installed. Every context holds all installers, and making NuGet's
/// costs more than the rest of the start-up.
/// </summary>
internal sealed class DeferredInstaller(
    string scheme, IServiceCollection services, IServiceProvider provider, Action<IServiceCollection> module) : IPackageInstaller, IDisposable
{
    private ServiceProvider? _container;

    public bool CanInstall(PackageReference package, PackageType type) =>
        string.Equals(package.Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
    {
        _container ??= BuildContainer();
        return _container.GetRequiredService<IPackageInstaller>().Install(package, type, path);
    }

    public void Dispose() => _container?.Dispose();

    // The build's own services, by reference, and the module's on top of them.
    private ServiceProvider BuildContainer()
    {
        var collection = new ServiceCollection();
        foreach (var service in services.Select(descriptor => descriptor.ServiceType).Where(type => !type.ContainsGenericParameters).Distinct())
        {
            collection.AddSingleton(service, _ => provider.GetRequiredService(service));
        }

        module(collection);
        return collection.BuildServiceProvider();
    }
}
