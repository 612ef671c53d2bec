namespace Slipway.Yaml;

/// <summary>Where something is in a file. Line and column count from 1; line 0 is the file as a whole.</summary>
public sealed record Place(string File, int Line, int Column)
{
    /// <summary>The file as a whole, for what has no line: a file that is missing, for one.</summary>
    public static Place Whole(string file) => new(file, 0, 0);

    /// <summary><c>file:line:column</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
