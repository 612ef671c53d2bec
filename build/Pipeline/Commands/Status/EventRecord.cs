using Slipway.Ecs.Status;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>A sentence of ECS in JSON.</summary>
internal sealed record EventRecord(string? Time, string Message)
{
    public static EventRecord Of(ServiceEvent one) => new(Timestamps.Text(one.Time), one.Message);
}
