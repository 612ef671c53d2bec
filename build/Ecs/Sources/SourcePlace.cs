namespace Slipway.Ecs.Sources;

/// <summary>Where something is in a file. Line and column count from 1, columns in UTF-16 units as editors do; line 0 is the file as a whole.</summary>
public sealed record SourcePlace(string File, int Line, int Column)
{
    public static SourcePlace Whole(string file) => new(file, 0, 0);

    /// <summary><c>file:line:column</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
