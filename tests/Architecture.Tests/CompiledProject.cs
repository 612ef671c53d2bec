using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Slipway.Architecture.Tests;

/// <summary>Reads the types of a project, and which types each of them refers to, from its assembly.</summary>
internal sealed class CompiledProject
{
    private const string SourceRoot = "/slipway/";

    /// <param name="assembly">The assembly's name.</param>
    public CompiledProject(string assembly)
    {
        var symbols = new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider() };
        using var module = ModuleDefinition.ReadModule(Path.Join(AppContext.BaseDirectory, $"{assembly}.dll"), symbols);
        Types = [.. module.Types.Where(type => !IsGenerated(type)).Select(Read)];
    }

    public IReadOnlyList<CompiledType> Types { get; }

    private static CompiledType Read(TypeDefinition type)
    {
        var parts = WithNested(type).ToList();
        var references = parts.SelectMany(References).SelectMany(Parts).Select(Outermost).ToHashSet(StringComparer.Ordinal);
        var document = parts.SelectMany(part => part.Methods).SelectMany(method => method.DebugInformation.SequencePoints).Select(point => point.Document.Url)
            .FirstOrDefault(url => url.StartsWith(SourceRoot, StringComparison.Ordinal) && !url.Contains("/obj/", StringComparison.Ordinal));
        references.Remove(type.FullName);
        return new(type.Namespace, type.Name, document?[SourceRoot.Length..] ?? type.FullName, references);
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. Attributes(type), .. type.Fields.SelectMany(Attributes), .. type.Properties.SelectMany(Attributes), .. type.Methods.SelectMany(Attributes),
        .. type.Methods.SelectMany(Signature),
        .. type.Methods.Where(method => method.HasBody).SelectMany(method => Body(method.Body)),
    ];

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider marked) =>
        marked.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments, .. Signature(method)],
            MethodReference method => [method.DeclaringType, .. Signature(method)],
            _ => (IEnumerable<TypeReference?>)[],
        }),
    ];

    /// <summary>Of <c>Task&lt;Release[]&gt;</c>: <c>Task</c> and <c>Release</c>.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };

    private static string Outermost(TypeReference type) => type.DeclaringType is { } around ? Outermost(around) : type.FullName;

    private static bool IsGenerated(TypeDefinition type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.Namespace.StartsWith("System", StringComparison.Ordinal) || type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal);
}
