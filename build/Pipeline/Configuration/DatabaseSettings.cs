using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>The database that migrations and tests wait for.</summary>
/// <param name="Service">Its Compose service.</param>
/// <param name="Port">In the container. Default: 3306 for mysql, 5432 for postgres.</param>
/// <param name="Timeout">Default: 120 seconds.</param>
public sealed record DatabaseSettings(string Service, DatabaseKind Kind, int Port, TimeSpan Timeout, Place Place);
