using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Slipway.LocalAws.Acm;
using Slipway.LocalAws.Agent;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Agent.ServiceConnect;
using Slipway.LocalAws.CloudMap;
using Slipway.LocalAws.CloudMap.Names;
using Slipway.LocalAws.CloudWatch;
using Slipway.LocalAws.CodeDeploy;
using Slipway.LocalAws.Ecr;
using Slipway.LocalAws.Ecr.Api;
using Slipway.LocalAws.Ecr.Front;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Ecs;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Activity;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing;
using Slipway.LocalAws.Logs;
using Slipway.LocalAws.S3;
using Slipway.LocalAws.Scaling;
using Slipway.LocalAws.Schedules;
using Slipway.LocalAws.Secrets;
using Slipway.LocalAws.Sts;

namespace Slipway.LocalAws.Hosting;

/// <summary>Puts the services together behind one HTTP server on loopback.</summary>
public static class LocalAwsApplication
{
    /// <summary>A server that is not started. Its <see cref="IStartable"/> services are started with it, before it listens.</summary>
    /// <param name="configure">Adds to the services or replaces them; the last registration of a service is the one that is used.</param>
    public static WebApplication Create(LocalAwsOptions options, Action<IServiceCollection>? configure = null)
    {
        var registry = options is { RegistryHasFront: true, RegistryPortIsTaken: false } ? IPEndPoint.Parse(options.RegistryHost).Port : 0;
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "slipway-local-aws" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.IdentifyCallers(options));
            // Protected by a login, which the API gives to its own callers only. The engine uses it, too.
            if (registry > 0) kestrel.Listen(IPAddress.Loopback, registry);
            // Elsewhere the engine is in a virtual machine, from which no socket is reached.
            if (OperatingSystem.IsLinux()) kestrel.Listen(AgentSocket.Prepare(options.StateDirectory), listen => listen.IdentifyTasks());
        });
        AddServices(builder.Services, options);
        configure?.Invoke(builder.Services);
        var application = builder.Build();
        application.UseMiddleware<LoopbackGuard>();
        application.UseWebSockets();
        application.UseWhen(
            context => registry > 0 && context.Connection.LocalPort == registry,
            branch => branch.Run(application.Services.GetRequiredService<RegistryFront>().HandleAsync));
        application.Run(application.Services.GetRequiredService<ProtocolRouter>().HandleAsync);
        if (!options.KnowsUsers) application.Lifetime.ApplicationStarted.Register(application.Services.GetRequiredService<PageFile>().Write);
        return application;
    }

    private static Socket Listen(EndPoint endpoint) =>
        endpoint is UnixDomainSocketEndPoint path ? AgentSocket.Listen(path) : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    private static void AddServices(IServiceCollection services, LocalAwsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = Listen);
        services.AddSingleton<StateStore>();
        services.AddEngine();
        services.AddCallers();
        services.AddSingleton<CallerRules>();
        services.AddSingleton<PermissionUses>();
        services.AddSingleton<PermissionGate>();
        services.AddSingleton<PageFile>();
        services.AddSingleton<ProtocolRouter>();
        services.AddSingleton<ProcessEnd>();
        services.AddSingleton<Teardown>();
        services.AddSingleton<IProtocol, ScanControl>();
        services.AddActivity();
        services.AddPage();
        services.AddSingleton<IProtocol, ControlCalls>();
        services.AddSingleton<IProtocol, AgentProtocol>();
        services.AddSingleton<IProtocol, NameProtocol>();
        services.AddSingleton<IProtocol, ConnectProtocol>();
        services.AddSingleton<IProtocol, DataChannelProtocol>();
        services.AddSingleton<IProtocol, CborProtocol>();
        services.AddSingleton<IProtocol, JsonProtocol>();
        services.AddSingleton<IProtocol, QueryProtocol>();
        services.AddSingleton<IProtocol, RestProtocol>();
        services.AddSingleton<IProtocol, S3Protocol>();
        services.AddSingleton<IProtocol, UnknownProtocol>();
        services.AddSingleton<RoleSessions>();
        services.AddSingleton<IGivenCredentials>(provider => provider.GetRequiredService<RoleSessions>());
        services.AddSingleton<IQueryService, SecurityTokenService>();
        services.AddSingleton<IStartable, DockerRemains>();
        services.AddSingleton<SupportImages>();
        services.AddObjects();
        services.AddRegistry();
        services.AddEcr();
        services.AddSecrets();
        services.AddCertificates();
        services.AddLoadBalancing();
        services.AddAgent();
        services.AddLogs();
        services.AddCloudWatch();
        services.AddCloudMap();
        services.AddHostedService<StartableHost>();
        services.AddEcs();
        services.AddCodeDeploy();
        services.AddSchedules();
        services.AddScaling();
    }
}
