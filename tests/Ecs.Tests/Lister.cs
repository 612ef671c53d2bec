namespace Slipway.Ecs.Tests;

/// <summary>Keeps what is reported, in order and at once.</summary>
internal sealed class Lister(List<string> lines) : IProgress<string>
{
    public void Report(string value) => lines.Add(value);
}
