using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

/// <summary>Follows a text on the stack of compiled code to what takes it.</summary>
internal static class TextUse
{
    private const string Json = "System.Text.Json.Nodes.";

    /// <summary>Whether the instruction loads a text that is not the name under which something is written into an answer.</summary>
    public static bool IsRead(Instruction instruction) => instruction.OpCode.Code is Code.Ldstr && !IsInSpan(instruction) && Taker(instruction) switch
    {
        { Operand: MethodReference { Name: "set_Item" or "Add" } set } => !set.DeclaringType.FullName.StartsWith(Json, StringComparison.Ordinal),
        // As in 'answer["tags"] ??= …'.
        { Operand: MethodReference { Name: "get_Item" }, Next.OpCode.Code: Code.Brtrue or Code.Brtrue_S } => false,
        _ => true,
    };

    /// <summary>Whether it loads one of several texts that a method is given as a span.</summary>
    public static bool IsInSpan(Instruction instruction) => instruction.OpCode.Code is Code.Ldstr && Taker(instruction)?.OpCode.Code is Code.Stind_Ref;

    /// <summary>The instruction that takes it; of two ways, on the one that does not jump.</summary>
    private static Instruction? Taker(Instruction text)
    {
        var depth = 1;
        for (var instruction = text.Next; instruction is not null; instruction = After(instruction))
        {
            depth -= instruction.OpCode.Code is Code.Dup ? 0 : Popped(instruction);
            if (depth <= 0) return instruction;
            depth += instruction.OpCode.Code is Code.Dup ? 1 : Pushed(instruction);
        }

        return null;
    }

    private static Instruction? After(Instruction instruction) => instruction.OpCode.FlowControl switch
    {
        FlowControl.Branch => (Instruction)instruction.Operand is var target && target.Offset > instruction.Offset ? target : null,
        FlowControl.Return or FlowControl.Throw => null,
        _ => instruction.Next,
    };

    private static int Popped(Instruction instruction) => instruction.Operand is MethodReference method && IsCall(instruction)
        ? method.Parameters.Count + (method.HasThis && instruction.OpCode.Code is not Code.Newobj ? 1 : 0)
        : Count(instruction.OpCode.StackBehaviourPop.ToString());

    private static int Pushed(Instruction instruction) => instruction.Operand is MethodReference method && IsCall(instruction) && instruction.OpCode.Code is not Code.Newobj
        ? method.ReturnType.FullName == "System.Void" ? 0 : 1
        : Count(instruction.OpCode.StackBehaviourPush.ToString());

    private static bool IsCall(Instruction instruction) => instruction.OpCode.FlowControl is FlowControl.Call;

    /// <summary>How many values a behaviour is about: <c>Popref_popi</c> is two, <c>Push0</c> none; those that vary are of calls and returns.</summary>
    private static int Count(string behaviour) => behaviour.EndsWith('0') || behaviour.StartsWith("Var", StringComparison.Ordinal) ? 0 : behaviour.Split('_').Length;
}
