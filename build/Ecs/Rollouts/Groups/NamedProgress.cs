namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>Lines of one service among those of others.</summary>
internal sealed class NamedProgress(string name, IProgress<string> progress) : IProgress<string>
{
    public void Report(string value) => progress.Report($"{name}: {value}");
}
