using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Architecture.Tests;

/// <summary>docs/pipelines.md says which test shows each row. Those tests are there, and a row without one says that it is not yet.</summary>
public sealed partial class PipelinesPageTests
{
    private const string TerraformTests = "infra/tests";
    private const string NotYet = "**not yet**";

    private static readonly List<string[]> Rows =
    [
        .. File.ReadAllLines(Path.Join(Workspace.Repository, "docs/pipelines.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | "))
            .Where(cells => cells[^1] is not "shown by"),
    ];

    [Test]
    public void Every_test_that_is_named_is_there()
    {
        var there = Directory.EnumerateFiles(Path.Join(Workspace.Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();

        Assert.That(Rows.SelectMany(Named).Where(name => name != TerraformTests && !there.Contains(name)), Is.Empty);
    }

    [Test]
    public void A_row_names_a_test_or_says_that_it_is_not_yet()
    {
        Assert.That(Rows, Has.Count.GreaterThan(60));
        Assert.That(Rows.Where(row => !Named(row).Any() && !row.Any(cell => cell.Contains(NotYet, StringComparison.Ordinal))).Select(row => row[0]), Is.Empty);
    }

    private static IEnumerable<string> Named(string[] row) => row.Length < 3 ? [] : Name().Matches(row[^1]).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("`(?<name>[A-Za-z]+Tests|infra/tests)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
