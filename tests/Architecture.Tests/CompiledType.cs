namespace Slipway.Architecture.Tests;

/// <summary>A type of a compiled project, with what it refers to. Nested types count as the type that they are in.</summary>
/// <param name="Namespace">Its own; a program's top-level statements have none.</param>
/// <param name="File">Relative to the repository, as the compiler wrote it down; the type's name where it wrote nothing down.</param>
/// <param name="References">Full names of the other types; a constant that the compiler copied is not among them.</param>
internal sealed record CompiledType(string Namespace, string Name, string File, IReadOnlySet<string> References)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
