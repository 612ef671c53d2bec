namespace Slipway.Yaml;

/// <summary>Text, and what YAML 1.2's core schema takes it for when it is not quoted.</summary>
public sealed record ScalarNode(Place Place, string Text, bool IsPlain) : Node(Place, 1)
{
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public bool IsBoolean => IsPlain && Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";

    public bool IsInteger =>
        IsPlain && (Text is ['+' or '-', .. var digits] ? digits : Text) is { Length: > 0 } number && number.All(char.IsAsciiDigit);

    public override string Description
    {
        get
        {
            if (IsNull)
                return "nothing";

            if (IsBoolean)
                return $"the truth value {Text}";

            return IsInteger ? $"the number {Text}" : $"the text '{Text}'";
        }
    }
}
