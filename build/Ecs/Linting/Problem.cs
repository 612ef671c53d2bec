using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting;

/// <summary>What a check found.</summary>
/// <param name="At">The value that it is about; for something that is missing, the object that lacks it.</param>
internal sealed record Problem(SourceValue At, string Message);
