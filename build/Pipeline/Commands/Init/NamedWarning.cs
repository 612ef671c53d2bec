
using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>A warning of the conversion and the file that it is about.</summary>
internal sealed record NamedWarning(string File, ConversionWarning Warning);
