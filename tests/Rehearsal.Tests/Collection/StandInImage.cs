namespace Slipway.Rehearsal.Tests.Collection;

/// <summary>A public image that a registry would have, as far as an application sees it from outside.</summary>
/// <param name="Name">With its tag.</param>
internal sealed record StandInImage(string Name)
{
    /// <summary>Where its server listens; none for an image that programs are built from.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Variables without which its server does not start, one of them as in <c>A|B</c>; empty when there are none.</summary>
    public string Needs { get; init; } = "";

    /// <summary>The programs that it has for health checks and builds.</summary>
    public string Tools { get; init; } = "";

    /// <summary>What it runs unless it is told something else; a server runs whatever it is told.</summary>
    public string Command { get; init; } = "";

    public static StandInImage Server(string name, params IReadOnlyList<int> ports) => new(name) { Ports = ports };

    public static StandInImage Language(string name, string tools) => new(name) { Tools = tools, Command = tools.Split(' ')[0] };
}
