using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>How a deployed release shows that it works.</summary>
/// <param name="Url">http or https.</param>
/// <param name="Status">The HTTP status that it must answer with. Default: 200.</param>
/// <param name="Timeout">Default: 60 seconds.</param>
public sealed record VerifySettings(Template Url, int Status, TimeSpan Timeout, Place Place);
