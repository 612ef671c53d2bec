using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Hosting;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>A LocalAws in this process, on a free port, with a state directory of its own that goes when it is disposed.</summary>
internal sealed class LocalAwsServer : IAsyncDisposable
{
    private LocalAwsServer(WebApplication application, LocalAwsOptions options)
    {
        Application = application;
        Options = options;
        Client = new() { BaseAddress = new(application.Urls.First(url => !url.EndsWith(options.RegistryHost, StringComparison.Ordinal))) };
    }

    public WebApplication Application { get; }

    public LocalAwsOptions Options { get; }

    public HttpClient Client { get; }

    public static async Task<LocalAwsServer> StartAsync(Func<LocalAwsOptions, LocalAwsOptions>? change = null, Action<IServiceCollection>? configure = null)
    {
        var options = new LocalAwsOptions
        {
            StateDirectory = Directory.CreateTempSubdirectory("local-aws-").FullName,
            InstanceId = $"test-{Guid.NewGuid():n}",
            RegistryHost = "127.0.0.1:0",
        };
        options = change is null ? options : change(options);
        var application = LocalAwsApplication.Create(options, configure);
        try
        {
            await application.StartAsync();
            return new(application, options);
        }
        catch
        {
            await application.DisposeAsync();
            Directory.Delete(options.StateDirectory, recursive: true);
            throw;
        }
    }

    /// <summary>Removes what it has on the engine; disposes it even if that fails, and fails if something is left.</summary>
    public async Task RemoveAsync()
    {
        Exception? failure = null;
        try
        {
            foreach (var startable in Application.Services.GetServices<IStartable>().Reverse())
                await startable.RemoveAllAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            failure = error;
        }

        using var docker = new DockerCommand();
        var left = await docker.LabelledAsync(Options.InstanceId);
        if (left.Length > 0)
            await docker.RemoveLabelledAsync(Options.InstanceId);
        await DisposeAsync();
        Assert.That((failure?.ToString(), left), Is.EqualTo(((string?)null, Array.Empty<string>())), "removing what was on the engine, and what is left there");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
        Directory.Delete(Options.StateDirectory, recursive: true);
    }
}
