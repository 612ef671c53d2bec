using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

/// <summary>
/// What the code of each operation reads, from the compiled program: the texts in every method that its handler reaches, less those under which an answer writes something.
/// A handler is what a dictionary or a switch has at the operation's name.
/// </summary>
internal sealed class OperationCode
{
    private const string Slipway = "Slipway.";

    private readonly List<Handler> _handlers = [];
    private readonly Dictionary<string, Code> _methods = [];
    private readonly ILookup<string, string> _implementations;

    /// <param name="assemblies">Their files.</param>
    /// <param name="operations">Of all services.</param>
    public OperationCode(IEnumerable<string> assemblies, IReadOnlySet<string> operations)
    {
        var methods = assemblies.Select(ModuleDefinition.ReadModule).SelectMany(module => module.Types).SelectMany(WithNested).SelectMany(type => type.Methods).ToList();
        foreach (var method in methods.Where(method => method.HasBody)) _methods[method.FullName] = Read(method, operations);
        _implementations = methods.SelectMany(method => BasesOf(method).Select(based => (based, method.FullName))).ToLookup(pair => pair.based, pair => pair.FullName);
    }

    /// <summary>The operations that have a handler.</summary>
    /// <param name="room">The namespace of the service.</param>
    public IEnumerable<string> Handled(string room) => Of(room).Select(handler => handler.Operation).Distinct();

    /// <summary>What is read while the operation is answered.</summary>
    public IReadOnlySet<string> Read(string room, string operation) => Reach(Of(room).Where(handler => handler.Operation == operation).Select(handler => handler.Code)).Texts;

    /// <summary>What is read by a method, and by what it calls.</summary>
    /// <param name="type">Its full name.</param>
    public IReadOnlySet<string> ReadBy(string type, string method) => Reach([Find(type, method)]).Texts;

    /// <summary>What a method, and what it calls, names only in what it gives to others as a span.</summary>
    public IReadOnlySet<string> NamedBy(string type, string method) => Reach([Find(type, method)]).Named;

    private Code Find(string type, string method) => _methods.Values.Single(code => code.Name == $"{type}.{method}");

    /// <summary>What is read by code of the service that answers nothing: what became of a request is read there later.</summary>
    public IReadOnlySet<string> ReadLater(string room)
    {
        var answering = Reach(Of(room).Select(handler => handler.Code)).Methods;
        return Reach(_methods.Where(method => IsIn(room, method.Value.Type) && !answering.Contains(method.Key)).Select(method => method.Value)).Texts;
    }

    private IEnumerable<Handler> Of(string room) => _handlers.Where(handler => IsIn(room, handler.Type));

    /// <summary>What a call needs of IAM is no effect of it, and also said of operations that are not emulated.</summary>
    private static bool IsIn(string room, string type) => type.StartsWith($"{room}.", StringComparison.Ordinal) && !type.Contains("PermissionSource", StringComparison.Ordinal);

    private (HashSet<string> Methods, HashSet<string> Texts, HashSet<string> Named) Reach(IEnumerable<Code> from)
    {
        var (methods, texts, named, open) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>(), new Stack<Code>(from));
        while (open.TryPop(out var code))
        {
            texts.UnionWith(code.Texts);
            named.UnionWith(code.Named);
            foreach (var called in code.Calls.SelectMany(name => _implementations[name].Prepend(name)).Where(methods.Add))
            {
                if (_methods.TryGetValue(called, out var body)) open.Push(body);
            }
        }

        return (methods, texts, named);
    }

    private Code Read(MethodDefinition method, IReadOnlySet<string> operations)
    {
        var own = method.Body.Instructions.ToHashSet();
        foreach (var name in method.Body.Instructions.Where(instruction => instruction.Operand is string text && operations.Contains(text)))
        {
            if (Dispatched(name) is not { Count: > 0 } arm) continue;
            own.ExceptWith(arm);
            _handlers.Add(new((string)name.Operand, method.DeclaringType.FullName, CodeOf(method, arm)));
        }

        return CodeOf(method, own);
    }

    private static Code CodeOf(MethodDefinition method, IReadOnlyCollection<Instruction> instructions) => new(
        method.DeclaringType.FullName, $"{method.DeclaringType.FullName}.{method.Name}", [.. instructions.SelectMany(Called), .. StateMachineOf(method)], [.. instructions.Where(TextUse.IsRead).Select(instruction => (string)instruction.Operand)],
        [.. instructions.Where(TextUse.IsInSpan).Select(instruction => (string)instruction.Operand)]);

    /// <summary>What a dictionary has at the name, or the arm of the switch; nothing where the name is no key of either.</summary>
    private static List<Instruction> Dispatched(Instruction name)
    {
        if (name.Next.Operand is MethodReference { Name: "op_Equality" })
        {
            var branch = name.Next.Next;
            var begin = branch.OpCode.Code is Mono.Cecil.Cil.Code.Brtrue or Mono.Cecil.Cil.Code.Brtrue_S ? (Instruction)branch.Operand : branch.Next;
            if (begin.OpCode.Code is Mono.Cecil.Cil.Code.Br or Mono.Cecil.Cil.Code.Br_S) begin = (Instruction)begin.Operand;
            return [.. From(begin).TakeWhile(instruction => instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))];
        }

        return [.. From(name.Next).TakeWhile(instruction => instruction.OpCode.Code is not Mono.Cecil.Cil.Code.Ldstr).Take(8).Where(instruction => instruction.OpCode.Code is Mono.Cecil.Cil.Code.Ldftn).Take(1)];
    }

    private static IEnumerable<Instruction> From(Instruction? first)
    {
        for (var instruction = first; instruction is not null; instruction = instruction.Next) yield return instruction;
    }

    private static IEnumerable<string> Called(Instruction instruction) => instruction.Operand switch
    {
        MethodReference method => [NameOf(method)],
        FieldReference field when instruction.OpCode.Code is Mono.Cecil.Cil.Code.Ldsfld && field.DeclaringType.FullName.StartsWith(Slipway, StringComparison.Ordinal) =>
            [$"System.Void {field.DeclaringType.GetElementType().FullName}::.cctor()"],
        _ => [],
    };

    /// <summary>The compiler moves what is asynchronous or iterates into a type of its own.</summary>
    private static IEnumerable<string> StateMachineOf(MethodDefinition method) => method.CustomAttributes
        .Where(attribute => attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal))
        .SelectMany(attribute => ((TypeReference)attribute.ConstructorArguments[0].Value).Resolve().Methods)
        .Select(moved => moved.FullName);

    /// <summary>The methods of interfaces and base types that it may be called by.</summary>
    private static IEnumerable<string> BasesOf(MethodDefinition method)
    {
        if (!method.IsVirtual) return [];
        var types = WithBases(method.DeclaringType).ToList();
        return types.SelectMany(type => type.Interfaces).Select(implemented => Own(implemented.InterfaceType)).Concat(types.Skip(1)).OfType<TypeDefinition>()
            .SelectMany(type => type.Methods)
            .Where(based => based.IsVirtual && method.Name.Split('.')[^1] == based.Name && method.Parameters.Count == based.Parameters.Count)
            .Select(based => based.FullName);
    }

    private static IEnumerable<TypeDefinition> WithBases(TypeDefinition type)
    {
        for (var one = type; one is not null; one = Own(one.BaseType)) yield return one;
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static TypeDefinition? Own(TypeReference? type) => type?.FullName.StartsWith(Slipway, StringComparison.Ordinal) == true ? type.Resolve() : null;

    private static string NameOf(MethodReference method) =>
        (method.DeclaringType.FullName.StartsWith(Slipway, StringComparison.Ordinal) ? method.Resolve()?.FullName : null) ?? method.GetElementMethod().FullName;

    private sealed record Handler(string Operation, string Type, Code Code);

    /// <param name="Type">Where it stands.</param>
    private sealed record Code(string Type, string Name, IReadOnlyList<string> Calls, IReadOnlyList<string> Texts, IReadOnlyList<string> Named);
}
