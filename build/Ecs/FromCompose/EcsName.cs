namespace Slipway.Ecs.FromCompose;

/// <summary>Names as ECS takes them for families, containers and volumes: letters, digits, <c>-</c> and <c>_</c>, 255 at most.</summary>
internal static class EcsName
{
    private const int Longest = 255;

    public static string From(string text)
    {
        var name = string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
        return name.Length == 0 ? "unnamed" : name[..Math.Min(name.Length, Longest)];
    }
}
