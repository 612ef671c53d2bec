using System.Reflection;
using System.Runtime.CompilerServices;

namespace Slipway.Frosting.Tests;

/// <summary>
/// What an assembly lets others see, written as C#: types by name, members as declared, without the constructors of abstract classes,
/// overrides, private interfaces and nullability.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static string Of(Assembly assembly) => string.Concat(
        assembly.GetExportedTypes()
            .OrderBy(type => type.Name.Split('`')[0], StringComparer.OrdinalIgnoreCase)
            .ThenBy(type => type.GetGenericArguments().Length)
            .SelectMany(Lines)
            .Select(line => line + "\n"));

    private static IEnumerable<string> Lines(Type type) =>
    [
        .. Usage(type),
        $"{Head(type)}{Bases(type)}{Constraints(type.GetGenericArguments())}",
        "{",
        .. Members(type).Select(member => $"    {member};".Replace("};", "}", StringComparison.Ordinal)),
        "}",
    ];

    private static IEnumerable<string> Usage(Type type)
    {
        if (type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage)
        {
            var multiple = usage.AllowMultiple ? ", AllowMultiple = true" : string.Empty;
            var inherited = usage.Inherited ? string.Empty : ", Inherited = false";
            yield return $"[AttributeUsage(AttributeTargets.{usage.ValidOn}{multiple}{inherited})]";
        }
    }

    private static string Head(Type type) => type switch
    {
        { IsInterface: true } => $"public interface {TypeName(type)}",
        { IsAbstract: true, IsSealed: true } => $"public static class {TypeName(type)}",
        { IsAbstract: true } => $"public abstract class {TypeName(type)}",
        { IsSealed: true } => $"public sealed class {TypeName(type)}",
        _ => $"public class {TypeName(type)}",
    };

    private static string Bases(Type type)
    {
        var inherited = type.GetInterfaces().SelectMany(other => other.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var bases = type.GetInterfaces().Where(other => other.IsPublic).Except(inherited);
        if (type.BaseType is { } @base && @base != typeof(object))
        {
            bases = bases.Prepend(@base);
        }

        var names = string.Join(", ", bases.Select(TypeName));
        return names.Length == 0 ? string.Empty : $" : {names}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        var members = type.GetMembers(Declared).OrderBy(member => ((member as PropertyInfo)?.GetMethod ?? member).MetadataToken);
        foreach (var member in members)
        {
            switch (member)
            {
                case ConstructorInfo constructor when Visible(constructor) && !type.IsAbstract && (type.GetConstructors().Length > 1 || Worth(constructor)):
                    yield return $"public {type.Name.Split('`')[0]}({Parameters(constructor)})";
                    break;
                case MethodInfo { IsSpecialName: false } method when Visible(method) && method.GetBaseDefinition() == method:
                    yield return $"{Modifiers(method)}{TypeName(method.ReturnType)} {method.Name}{Arguments(method)}({Parameters(method)}){Constraints(method.GetGenericArguments())}";
                    break;
                case PropertyInfo { GetMethod: { } getter } property when Visible(getter):
                    yield return $"{Modifiers(getter)}{TypeName(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is null ? string.Empty : "set; ")}}}";
                    break;
            }
        }
    }

    // The constructor that the compiler gives a marker attribute is not part of anybody's surface.
    private static bool Worth(ConstructorInfo constructor) =>
        constructor.GetParameters().Length > 0 || constructor.DeclaringType!.BaseType == typeof(object);

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true } => method.IsAbstract ? string.Empty : "virtual ",
        { IsStatic: true } => "public static ",
        { IsAbstract: true } => "public abstract ",
        { IsVirtual: true, IsFinal: false } => "public virtual ",
        _ => "public ",
    };

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return extension + string.Join(", ", method.GetParameters().Select(parameter => $"{TypeName(parameter.ParameterType)} {parameter.Name}"));
    }

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName))}>" : string.Empty;

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Select(argument =>
    {
        List<string> constraints = [.. argument.GetGenericParameterConstraints().Select(TypeName)];
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Insert(0, "class");
        }

        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? string.Empty : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    private static string TypeName(Type type) => type switch
    {
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>",
        _ when type == typeof(void) => "void",
        _ when type == typeof(string) => "string",
        _ when type == typeof(bool) => "bool",
        _ when type == typeof(int) => "int",
        _ => type.Name,
    };
}
