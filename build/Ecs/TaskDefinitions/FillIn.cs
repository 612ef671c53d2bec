using System.Text.RegularExpressions;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// The word that stands wherever only the user knows what belongs there, in comments and in values: one search finds them all, and nothing is deployed from
/// a file that has it in a value.
/// </summary>
public static partial class FillIn
{
    public const string Word = "FILL-IN";

    public const string Account = Word + "-ACCOUNT";

    public const string Region = Word + "-REGION";

    /// <summary>What has to be filled in: each form of the word in the text once, as in <c>FILL-IN-REGION</c>. Empty when there is none.</summary>
    public static IReadOnlyList<string> In(string? text) => text is null ? [] : [.. Marks().Matches(text).Select(mark => mark.Value).Distinct()];

    /// <summary>The values of a JSON document that have the word in them, or in their name, in the order of the text.</summary>
    public static IEnumerable<(SourceValue At, IReadOnlyList<string> Marks)> In(SourceValue root)
    {
        var marks = In(root.Scalar).Concat(In(root.Name)).Distinct().ToList();
        var below = root.Items.Concat(root.Members.Select(member => member.Value)).SelectMany(In);
        return marks.Count > 0 ? below.Prepend((root, marks)) : below;
    }

    /// <summary>The lines of a file of variables that have the word in them, by their number from 1. What is a comment is for its reader.</summary>
    public static IEnumerable<(int Line, IReadOnlyList<string> Marks)> InLines(string text) =>
        text.Split('\n').Select((line, index) => (Line: index + 1, Marks: line.TrimStart().StartsWith('#') ? [] : In(line))).Where(found => found.Marks.Count > 0);

    /// <summary>Says it of one line, as a sentence that has nothing of the line but the word.</summary>
    /// <param name="line">What the sentence begins with, as in <c>this line</c>.</param>
    public static string LineSentence(string line, IReadOnlyList<string> marks) => $"{line} is still to be filled in: it has {string.Join(" and ", marks)}.";

    /// <summary>Says it of one value, as a sentence.</summary>
    /// <param name="member">The value's path, as in <c>deploy.cluster</c>.</param>
    public static string Sentence(string member, IReadOnlyList<string> marks) => $"'{member}' is still to be filled in: it has {string.Join(" and ", marks)}.";

    [GeneratedRegex(Word + "(-[A-Z0-9]+)*")]
    private static partial Regex Marks();
}
