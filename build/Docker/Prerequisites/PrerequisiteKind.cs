namespace Slipway.Docker.Prerequisites;

/// <summary>What a target that runs containers needs.</summary>
public enum PrerequisiteKind
{
    /// <summary>The docker command.</summary>
    Client,

    /// <summary>An engine that answers it.</summary>
    Engine,

    /// <summary>The plugin <c>docker compose</c>, version 2 or later.</summary>
    Compose,

    /// <summary>The plugin <c>docker buildx</c>.</summary>
    Buildx,

    /// <summary>5 GB where the engine keeps its data.</summary>
    DiskSpace,

    /// <summary>The image that the others build from.</summary>
    BaseImage,
}
