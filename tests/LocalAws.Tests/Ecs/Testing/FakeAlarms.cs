using Slipway.LocalAws.CloudWatch.Contract;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>Alarms by name, each of which evaluates for a minute.</summary>
internal sealed class FakeAlarms : IAlarms
{
    public HashSet<string> Names { get; } = ["errors", "latency"];

    /// <summary>Those in ALARM.</summary>
    public HashSet<string> Raised { get; } = [];

    public AlarmFacts? Find(string name) => Names.Contains(name) ? new(name, Raised.Contains(name), TimeSpan.FromMinutes(1)) : null;

    public IDisposable OnAlarm(Action<string> raised) => throw new InvalidOperationException("The scheduler itself does not call this: reports do.");
}
