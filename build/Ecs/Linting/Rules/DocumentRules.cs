using System.Text.Json;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions.Api;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Whether a document has the types of the API. What the API does not know passes, unless it looks like a misspelt name.</summary>
internal sealed class DocumentRules(JsonSource source, List<Finding> findings)
{
    public static readonly LintRule NotJson = new(
        "ECS001", Severity.Error, "Not JSON", "Correct the text there; comments and commas before a closing bracket are not allowed.", Documents.Json);

    private static readonly LintRule NotAnObject = new(
        "ECS002", Severity.Error, "Not a task definition", "Write a JSON object with 'family' and 'containerDefinitions'.", Documents.Api("RegisterTaskDefinition"));

    private static readonly LintRule WrongType = new(
        "ECS003", Severity.Error, "A value of the wrong type", "Write a value of that type.", Documents.Api("RegisterTaskDefinition"));

    private static readonly LintRule MisspeltName = new(
        "ECS004", Severity.Warning, "A member that looks like a misspelt one", "Correct the name: ECS does not know this one.", Documents.Api("RegisterTaskDefinition"));

    private static readonly LintRule UnknownValue = new(
        "ECS005", Severity.Error, "Not one of the valid values", "Use a valid value, in the API's upper and lower case.", Documents.Api("RegisterTaskDefinition"));

    private static readonly LintRule Twice = new(
        "ECS006", Severity.Error, "A member that is written twice", "Remove one of them: which of the two a program takes is its own choice.", Documents.Json);

    private static readonly LintRule Missing = new(
        "ECS007", Severity.Error, "A required member is missing", "Add it.", Documents.Api("RegisterTaskDefinition"));

    private static readonly LintRule OtherSpelling = new(
        "ECS008", Severity.Info, "A value spelt as another type", "Slipway registers it as the type that it should have; other tools may refuse it.", Documents.Api("RegisterTaskDefinition"));

    public static IReadOnlyList<LintRule> All { get; } = [NotJson, NotAnObject, WrongType, MisspeltName, UnknownValue, Twice, Missing, OtherSpelling];

    public void Check(SourceValue root)
    {
        CheckTwice(source.Root!);
        if (root.Kind == JsonValueKind.Object) Check(root, TaskDefinitionShape.Request);
        else Add(NotAnObject, root, $"A task definition is an object, and this is {Describe(root)}.");
    }

    private void Check(SourceValue value, Shape shape)
    {
        switch (shape)
        {
            case StructureShape structure when value.Kind == JsonValueKind.Object:
                CheckStructure(value, structure);
                break;
            case ListShape list when value.Kind == JsonValueKind.Array:
                foreach (var item in value.Items) Check(item, list.Item);
                break;
            case MapShape when value.Kind == JsonValueKind.Object:
                foreach (var member in value.Members.Where(member => member.Value.Kind != JsonValueKind.Null)) Check(member.Value, Shape.Text);
                break;
            case EnumerationShape enumeration when value.Kind == JsonValueKind.String:
                if (!enumeration.Values.Contains(value.Scalar!))
                    Add(UnknownValue, value, $"'{Shown(value)}' is no {enumeration.What}; {NearestName.Phrase(value.Scalar!, enumeration.Values)}");
                break;
            default:
                CheckScalar(value, shape);
                break;
        }
    }

    private void CheckStructure(SourceValue value, StructureShape structure)
    {
        var candidates = structure.Members.Keys.Where(name => value.Member(name) is null).ToList();
        foreach (var member in value.Members.Where(member => member.Value.Kind != JsonValueKind.Null))
        {
            if (structure.Members.TryGetValue(member.Name, out var shape)) Check(member.Value, shape);
            else if (!TaskDefinitionShape.ResponseOnly.Contains(member.Name) && NearestName.For(member.Name, candidates) is { } nearest)
                Add(MisspeltName, member.Value, $"{structure.Type} has no member '{member.Name}'; did you mean '{nearest}'?");
        }

        foreach (var name in structure.Required.Where(name => value.Member(name) is null))
            Add(Missing, value, $"{structure.Type} needs '{name}', which is {(value.Members.Any(member => member.Name == name) ? "null" : "missing")}.");
    }

    private void CheckScalar(SourceValue value, Shape shape)
    {
        var isScalar = value.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
        var fits = shape switch
        {
            TextShape => value.Kind == JsonValueKind.String,
            IntegerShape => value.Kind == JsonValueKind.Number && IsInteger(value),
            FlagShape => value.Kind is JsonValueKind.True or JsonValueKind.False,
            _ => false,
        };
        if (fits) return;

        var tolerated = shape switch
        {
            TextShape => isScalar,
            IntegerShape => value.Kind == JsonValueKind.String && IsInteger(value),
            FlagShape => value.Kind == JsonValueKind.String && value.Flag is not null,
            _ => false,
        };
        if (tolerated) Add(OtherSpelling, value, $"{NameOf(value)} should be {shape.Description}, and is {Describe(value)}.");
        else Add(WrongType, value, $"{NameOf(value)} must be {shape.Description}, and is {Describe(value)}.");
    }

    private void CheckTwice(SourceValue value)
    {
        foreach (var item in value.Items) CheckTwice(item);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.Members)
        {
            CheckTwice(member.Value);
            if (!names.Add(member.Name)) Add(Twice, member.Value, $"'{member.Name}' is written a second time in the same object.");
        }
    }

    private void Add(LintRule rule, SourceValue at, string message) => findings.Add(new(rule, rule.Severity, at.JsonPath, message, source.PlaceOf(at)));

    private static bool IsInteger(SourceValue value) => value.Number is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;

    private static string NameOf(SourceValue value) => value.Name is { } name ? $"'{name}'" : "An item";

    private static string Describe(SourceValue value) => value.Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        // The value of a variable may be a secret that someone put there.
        JsonValueKind.Number or JsonValueKind.String when value.Name == "value" => value.Kind == JsonValueKind.Number ? "a number" : "a string",
        JsonValueKind.Number => $"the number {Shown(value)}",
        _ => $"the string '{Shown(value)}'",
    };

    private static string Shown(SourceValue value) => value.Scalar is { Length: > 60 } text ? text[..60] + "…" : value.Scalar!;
}
