namespace Slipway.Pipeline.Configuration;

/// <summary>What a deployment does where the service does not exist.</summary>
public enum ServiceCreation
{
    /// <summary>Creates it, by the strategies that can.</summary>
    Now,

    /// <summary>Tags the images, writes the artifacts, and leaves it to others to create the service.</summary>
    Later,
}
