namespace Cake.Frosting;

/// <summary>What <c>--description</c> says about the task.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskDescriptionAttribute : Attribute
{
    public TaskDescriptionAttribute(string description)
    {
        ArgumentNullException.ThrowIfNull(description);

        Description = description;
    }

    public string Description { get; }
}
