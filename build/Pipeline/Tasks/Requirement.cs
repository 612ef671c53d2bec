namespace Slipway.Pipeline.Tasks;

/// <summary>What a task cannot run without. It is looked for before the first task of a run. Of several, the last counts.</summary>
public enum Requirement
{
    None,

    /// <summary>The environment's account; for the rehearsal's, which runs on Docker, Docker too.</summary>
    Account,

    /// <summary>The engine, Compose, buildx and room on the disk.</summary>
    Docker,

    /// <summary>Everything of the pipeline: the environment's settings and account, the working tree for itself, and Docker.</summary>
    Pipeline,
}
