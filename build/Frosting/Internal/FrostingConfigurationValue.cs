namespace Cake.Frosting.Internal;

internal sealed record FrostingConfigurationValue(string Key, string Value);
