using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>What a scan of the images must not have found when a service moves to them.</summary>
/// <param name="Fail">This severity and those above it.</param>
/// <param name="Wait">How long a scan may take to begin and to end. Default: 5 minutes.</param>
/// <param name="Start">Whether a basic scan is started of an image that was never scanned.</param>
public sealed record ScanSettings(ScanSeverity Fail, TimeSpan Wait, bool Start, Place Place);
