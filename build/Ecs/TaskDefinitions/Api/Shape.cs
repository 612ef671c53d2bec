namespace Slipway.Ecs.TaskDefinitions.Api;

/// <summary>The type that the ECS API gives a member.</summary>
internal abstract record Shape
{
    public static Shape Text { get; } = new TextShape();

    public static Shape Integer { get; } = new IntegerShape();

    public static Shape Flag { get; } = new FlagShape();

    public static Shape Texts { get; } = new ListShape(Text);

    public static Shape TextMap { get; } = new MapShape();

    /// <summary>For a message: "a string", "a list".</summary>
    public abstract string Description { get; }

    /// <param name="what">What the values are, for a message: "network mode".</param>
    public static Shape OneOf(string what, params string[] values) => new EnumerationShape(what, values);

    public static Shape List(Shape item) => new ListShape(item);

    /// <param name="members">A name that ends in <c>!</c> is required.</param>
    public static Shape Structure(string type, params (string Name, Shape Shape)[] members) => new StructureShape(
        type,
        members.ToDictionary(member => member.Name.TrimEnd('!'), member => member.Shape),
        [.. members.Where(member => member.Name.EndsWith('!')).Select(member => member.Name.TrimEnd('!'))]);
}

internal sealed record TextShape : Shape
{
    public override string Description => "a string";
}

internal sealed record IntegerShape : Shape
{
    public override string Description => "an integer";
}

internal sealed record FlagShape : Shape
{
    public override string Description => "true or false";
}

internal sealed record EnumerationShape(string What, IReadOnlyList<string> Values) : Shape
{
    public override string Description => "a string";
}

internal sealed record ListShape(Shape Item) : Shape
{
    public override string Description => "a list";
}

internal sealed record MapShape : Shape
{
    public override string Description => "an object of strings";
}

/// <param name="Type">The API's name of the type.</param>
internal sealed record StructureShape(string Type, IReadOnlyDictionary<string, Shape> Members, IReadOnlyList<string> Required) : Shape
{
    public override string Description => "an object";
}
