using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>Hands the build's tasks and lifetimes to the engine, and the targets to the host. Making it makes every task.</summary>
internal sealed class FrostingRunner(IServiceProvider provider, ScriptHost host)
{
    private readonly ICakeEngine _engine = provider.GetRequiredService<ICakeEngine>();
    private readonly IFrostingContext _context = provider.GetRequiredService<IFrostingContext>();
    private readonly IEnumerable<IFrostingTask> _tasks = provider.GetServices<IFrostingTask>();
    private readonly IFrostingSetup? _setup = provider.GetService<IFrostingSetup>();
    private readonly IFrostingTeardown? _teardown = provider.GetService<IFrostingTeardown>();
    private readonly IFrostingTaskSetup? _taskSetup = provider.GetService<IFrostingTaskSetup>();
    private readonly IFrostingTaskTeardown? _taskTeardown = provider.GetService<IFrostingTaskTeardown>();

    public Task RunAsync(string[] targets)
    {
        var registration = new TaskRegistration(_engine, _context, provider.GetRequiredService<ICakeLog>());
        foreach (var task in _tasks)
        {
            registration.Add(task);
        }

        RegisterLifetimes();
        return targets is [var target] ? host.RunTargetAsync(target) : host.RunTargetsAsync(targets);
    }

    private void RegisterLifetimes()
    {
        if (_setup is not null)
        {
            _engine.RegisterSetupAction(info => _setup.Setup(_context, info));
        }

        if (_teardown is not null)
        {
            _engine.RegisterTeardownAction(info => _teardown.Teardown(_context, info));
        }

        if (_taskSetup is not null)
        {
            _engine.RegisterTaskSetupAction(info => _taskSetup.Setup(_context, info));
        }

        if (_taskTeardown is not null)
        {
            _engine.RegisterTaskTeardownAction(info => _taskTeardown.Teardown(_context, info));
        }
    }
}
