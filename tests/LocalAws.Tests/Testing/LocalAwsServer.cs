using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Hosting;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>A LocalAws in this process, on a free port, with a state directory of its own that goes when it is disposed.</summary>
internal sealed class LocalAwsServer : IAsyncDisposable
{
    private LocalAwsServer(WebApplication application, LocalAwsOptions options)
    {
        Application = application;
        Options = options;
        Client = new() { BaseAddress = new(application.Urls.Single()) };
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
            RegistryHost = "127.0.0.1:1",
        };
        options = change is null ? options : change(options);
        var application = LocalAwsApplication.Create(options, configure);
        await application.StartAsync();
        return new(application, options);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
        Directory.Delete(Options.StateDirectory, recursive: true);
    }
}
