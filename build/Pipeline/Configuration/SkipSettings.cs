using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A task that an environment does not run; the place is the reason that the log gives.</summary>
/// <param name="Task">Spelt as the task is, whatever the case in the file.</param>
public sealed record SkipSettings(string Task, Place Place);
