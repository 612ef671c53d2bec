namespace Slipway.Ecs.OneOff;

/// <summary>Program and arguments as a person would write them for a shell.</summary>
public static class CommandText
{
    private const string Plain = "-_./:=,@%+^~";

    public static string Of(IEnumerable<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return string.Join(' ', command.Select(Quoted));
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
