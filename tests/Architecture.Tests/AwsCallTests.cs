using Mono.Cecil;
using Mono.Cecil.Cil;
using Slipway.Aws;
using Slipway.Testing.Authorization;

namespace Slipway.Architecture.Tests;

/// <summary>
/// No call of AWS is without its row among the permissions: what is compiled is searched for texts that name an operation of AWS, and for the methods of AWS's SDK that send one.
/// </summary>
public sealed class AwsCallTests
{
    private static readonly string[] Callers = ["Slipway.Aws", "Slipway.Ecs", "Slipway.Pipeline"];

    /// <summary>The services that are called by the SDK, by the type of its client.</summary>
    private static readonly Dictionary<string, string> Clients = new() { ["AmazonS3Client"] = "S3", ["AmazonSecurityTokenServiceClient"] = "STS" };

    /// <summary>Methods of the SDK whose names are not their operation's.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { ["GetObjectMetadata"] = "HeadObject", ["PutBucket"] = "CreateBucket" };

    private static readonly Dictionary<string, IReadOnlySet<string>> Operations = new(ServiceAuthorization.Extract.Operations);

    [Test]
    public void Every_operation_that_is_named_in_the_code_has_its_row()
    {
        var rows = AwsPermissions.All.Select(row => row.Operation).ToHashSet();

        var missing = Callers.SelectMany(Methods).SelectMany(Texts).Where(text => Operations.Values.Any(names => names.Contains(text.Name)) && !rows.Contains(text.Name))
            .Select(text => $"{text.Name} in {text.In}").Distinct();

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_operation_that_the_SDK_sends_has_its_row()
    {
        var sent = Callers.SelectMany(Methods).SelectMany(Calls).Distinct().ToList();

        Assert.That(sent.Select(call => $"{call.Service} {call.Operation}"), Has.Some.EqualTo("S3 GetObject"));
        Assert.That(sent.Where(call => AwsPermissions.Find(call.Service, call.Operation) is null), Is.Empty);
    }

    [Test]
    public void Every_row_is_of_an_operation_that_the_code_names_or_sends()
    {
        var methods = Callers.SelectMany(Methods).ToList();
        var named = methods.Where(method => !method.DeclaringType.FullName.Contains("Permissions", StringComparison.Ordinal)).SelectMany(Texts).Select(text => text.Name)
            .Concat(methods.SelectMany(Calls).Select(call => call.Operation)).ToHashSet();

        var idle = AwsPermissions.All.Where(row => Operations.ContainsKey(row.Service) && !named.Contains(row.Operation)).Select(row => $"{row.Service} {row.Operation}");

        Assert.That(idle, Is.Empty);
    }

    [Test]
    public void Every_row_is_of_an_operation_of_its_service()
    {
        var unknown = AwsPermissions.All.Where(row => Operations.TryGetValue(row.Service, out var names) && !names.Contains(row.Operation)).Select(row => $"{row.Service} {row.Operation}");

        Assert.That(unknown, Is.Empty);
    }

    private static IEnumerable<MethodDefinition> Methods(string assembly)
    {
        var module = ModuleDefinition.ReadModule(Path.Join(AppContext.BaseDirectory, $"{assembly}.dll"));
        return module.Types.SelectMany(WithNested).SelectMany(type => type.Methods).Where(method => method.HasBody);
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<(string Name, string In)> Texts(MethodDefinition method) =>
        method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ldstr).Select(instruction => ((string)instruction.Operand, method.FullName));

    private static IEnumerable<(string Service, string Operation)> Calls(MethodDefinition method) =>
        from instruction in method.Body.Instructions
        let called = instruction.Operand as MethodReference
        where called is not null && Clients.ContainsKey(called.DeclaringType.Name) && called.Name.EndsWith("Async", StringComparison.Ordinal)
        let name = called.Name[..^"Async".Length]
        select (Clients[called.DeclaringType.Name], Renamed.GetValueOrDefault(name, name));
}
