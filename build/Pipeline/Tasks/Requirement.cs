namespace Slipway.Pipeline.Tasks;

/// <summary>What a task cannot run without. It is looked for before the first task of a run. Each includes the one before it.</summary>
public enum Requirement
{
    None,

    /// <summary>The engine, Compose, buildx and room on the disk.</summary>
    Docker,

    /// <summary>Everything of the main line: the environment's settings, the working tree for itself, Docker, and AWS or its rehearsal.</summary>
    Line,
}
