using System.Diagnostics.CodeAnalysis;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A secret that is fetched before the build: into a file, which is removed after it, or into a variable.</summary>
/// <param name="From">Where it is; <see cref="Source"/> reads it.</param>
/// <param name="To">Relative path of a file inside the repository, with <c>/</c> on every platform; null when it goes into a variable.</param>
/// <param name="Variable">Name of an environment variable; null when it goes into a file.</param>
/// <param name="Shared">Its path may name another environment.</param>
public sealed record SecretSettings(Template From, Template? To, string? Variable, bool Shared, Place Place)
{
    [MemberNotNullWhen(true, nameof(To))]
    [MemberNotNullWhen(false, nameof(Variable))]
    public bool IsFile => To is not null;

    /// <summary>Where it is, with the placeholders' values.</summary>
    /// <exception cref="ConfigurationException">A placeholder has no value, or one that no address can have.</exception>
    public SecretSource Source(PlaceholderValues values) => SecretSource.Parse(From.Render(values), From.Place);
}
