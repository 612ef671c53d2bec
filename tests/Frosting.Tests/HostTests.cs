using Cake.Core;
using Cake.Core.Composition;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using IToolInstaller = Cake.Frosting.IToolInstaller;

namespace Slipway.Frosting.Tests;

public sealed class HostTests
{
    private static readonly Type[] Injectable =
    [
        typeof(ICakeContext), typeof(IFrostingContext), typeof(ICakeLog), typeof(IConsole), typeof(ICakeConfiguration), typeof(ICakeArguments),
        typeof(ICakeEnvironment), typeof(ICakeRuntime), typeof(ICakePlatform), typeof(IFileSystem), typeof(IGlobber), typeof(IProcessRunner),
        typeof(IToolLocator), typeof(IToolRepository), typeof(IToolResolutionStrategy), typeof(IRegistry), typeof(ICakeDataResolver),
        typeof(ICakeDataService), typeof(ICakeEngine), typeof(IExecutionStrategy), typeof(ICakeReportPrinter), typeof(IToolInstaller),
    ];

    [Test]
    public void The_public_concrete_tasks_of_an_added_assembly_are_found_once_and_null_is_ignored()
    {
        var build = new Build();
        build.Host.AddAssembly(typeof(HostTests).Assembly).AddAssembly(null!).AddAssembly(typeof(HostTests).Assembly);

        var outcome = build.Run("--tree");

        Assert.That(outcome.Console, Is.EqualTo("Nested"));
        Assert.That(outcome.Log, Is.Empty);
    }

    [Test]
    public void A_task_that_is_not_public_is_not_found()
    {
        var build = new Build();
        build.Host.AddAssembly(typeof(HostTests).Assembly);

        var outcome = build.Run("--target=Hidden");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The target 'Hidden' was not found." }));
    }

    [Test]
    public void A_startup_registers_services()
    {
        var build = new Build().Task<Greet>();
        build.Host.UseStartup<Startup>();

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "hello from startup" }));
    }

    [Test]
    public void A_module_registers_services()
    {
        var build = new Build().Task<Greet>();
        build.Host.UseModule<GreetingModule>();

        var outcome = build.Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "hello from module" }));
    }

    [TestCaseSource(nameof(Injectable))]
    public void A_service_of_the_host_is_one_instance_that_a_task_can_ask_for(Type service)
    {
        var found = new List<object?>();
        var outcome = new Build().Task<Resolve>()
            .Services(services => services.AddSingleton(new ServiceName(service)).AddSingleton<Action<object?>>(found.Add))
            .Run();

        Assert.That(outcome.Errors, Is.Empty);
        Assert.That(found, Has.Count.EqualTo(2));
        Assert.That(found[0], Is.Not.Null.And.SameAs(found[1]).And.InstanceOf(service));
    }

    [Test]
    public void The_services_are_disposed_of_when_the_build_ends()
    {
        var outcome = new Build().Task<Greet>()
            .Services(services => services.AddSingleton(new Greeting("hello")).AddSingleton<Resource>())
            .Services(services => services.AddSingleton<IFrostingSetup>(provider => new HoldResource(provider.GetRequiredService<Resource>())))
            .Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "hello", "disposed" }));
    }

    [Test]
    public void Null_is_no_host_and_no_registration()
    {
        Assert.That(() => CakeHost.Create().ConfigureServices(null!), Throws.ArgumentNullException);
        Assert.That(() => CakeHostExtensions.UseContext<FrostingContext>(null!), Throws.ArgumentNullException);
        Assert.That(() => ServiceCollectionExtensions.UseTool(null!, new Uri("nuget:?package=x")), Throws.ArgumentNullException);
        Assert.That(() => new IsDependentOnAttribute(null!), Throws.ArgumentNullException);
    }

    private sealed record Greeting(string Text);

    private sealed record ServiceName(Type Type);

    [TaskName("Default")]
    private sealed class Greet(Journal journal, Greeting greeting) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(greeting.Text);
    }

    [TaskName("Default")]
    private sealed class Resolve(IServiceProvider provider, ServiceName name, Action<object?> found) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            found(provider.GetService(name.Type));
            found(context.ServiceProvider.GetService(name.Type));
        }
    }

    private sealed class Resource(Journal journal) : IDisposable
    {
        public void Dispose() => journal.Add("disposed");
    }

    private sealed class HoldResource(Resource resource) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => Assert.That(resource, Is.Not.Null);
    }

    private sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) => services.AddSingleton(new Greeting("hello from startup"));
    }

    private sealed class GreetingModule : ICakeModule
    {
        public void Register(ICakeContainerRegistrar registrar) => registrar.RegisterInstance(new Greeting("hello from module")).AsSelf();
    }
}
