using Slipway.Ecs.Sources;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>Finds a member that is written twice in one object: parsers differ in which of the two they take.</summary>
internal static class DuplicateMember
{
    public static SourceMember? In(SourceValue value)
    {
        var names = new HashSet<string>();
        foreach (var member in value.Members)
        {
            if (!names.Add(member.Name)) return member;
            if (In(member.Value) is { } inside) return inside;
        }

        return value.Items.Select(In).FirstOrDefault(inside => inside is not null);
    }
}
