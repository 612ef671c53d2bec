using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>An entry of a list, and the path that messages have for it.</summary>
internal sealed record ListItem(Node Node, string Path);
