using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Kernel.State;

/// <summary>
/// What an older LocalAws wrote lacks the members that came since. The generated readers would set a missing member that is <c>init</c> to null, whatever its
/// initializer says; one that is <c>set</c> keeps its default.
/// </summary>
public sealed class OlderStateTests
{
    private static IEnumerable<TestCaseData> Documents =>
        from context in typeof(StateStore).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
        from property in context.GetProperties()
        where property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)
        let type = property.PropertyType.GetGenericArguments()[0]
        where type is { IsClass: true, IsAbstract: false } && type.Assembly == typeof(StateStore).Assembly
        select new TestCaseData(context, type).SetArgDisplayNames(context.Name, type.Name);

    [TestCaseSource(nameof(Documents))]
    public void Members_that_are_missing_have_their_defaults(Type context, Type type)
    {
        var resolver = (IJsonTypeInfoResolver)context.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var info = new JsonSerializerOptions { TypeInfoResolver = resolver.WithAddedModifier(NothingIsRequired) }.GetTypeInfo(type);
        if (info.Kind != JsonTypeInfoKind.Object)
            Assert.Pass("It is written by a converter of its own.");

        var document = JsonSerializer.Deserialize("{}", info);

        Assert.That(Defaulted(type).Where(property => property.GetValue(document) is null).Select(property => $"{type.Name}.{property.Name}"), Is.Empty);
    }

    private static void NothingIsRequired(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
            property.IsRequired = false;
    }

    /// <summary>The members that have a default other than null.</summary>
    private static IEnumerable<PropertyInfo> Defaulted(Type type)
    {
        var parameters = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var nullability = new NullabilityInfoContext();
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
            property is { CanWrite: true, PropertyType.IsValueType: false }
            && !parameters.Contains(property.Name)
            && property.GetCustomAttribute<RequiredMemberAttribute>() is null
            && property.GetCustomAttribute<JsonIgnoreAttribute>() is null
            && nullability.Create(property).WriteState == NullabilityState.NotNull);
    }
}
