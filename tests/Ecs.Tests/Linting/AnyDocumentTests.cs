using FsCheck;
using FsCheck.Fluent;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Tests.Linting;

/// <summary>Whatever the text is: findings that are in it, and never an exception.</summary>
public sealed class AnyDocumentTests
{
    private static readonly string[] LaunchTypes = ["EC2", "FARGATE", "EXTERNAL"];

    private static readonly string[] Texts = [.. Documents.Good.Concat(Documents.Bad).Select(file => File.ReadAllText(Documents.PathOf(file))).Where(text => text.Length < 10_000)];

    private static readonly string[] Fragments =
        ["[", "]", "{", "}", ":", ",", "\"", "\\", "null", "1e9", "-", "{}", "[]", "\"x\"", "\0", "\uFEFF", "\\ud800", "//", "\n", "true", "\"name\":", "\"image\":1,"];

    private static Config Configuration => Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Test]
    public void Any_object_is_linted() => Check.One(Configuration, Prop.ForAll(AnyJson.Object(distinctNames: false).ToArbitrary(), IsLinted));

    [Test]
    public void Any_value_is_linted() => Check.One(Configuration, Prop.ForAll(AnyJson.Value(distinctNames: false).ToArbitrary(), IsLinted));

    [Test]
    public void Any_text_is_linted() => Check.One(Configuration, Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsLinted(text ?? "")));

    [Test]
    public void A_task_definition_with_another_value_somewhere_is_linted()
    {
        var changes =
            from text in Gen.Elements(Texts)
            from place in Gen.Choose(0, 1_000_000)
            from value in AnyJson.Value(distinctNames: false)
            select WithValue(text, place, value);

        Check.One(Configuration, Prop.ForAll(changes.ToArbitrary(), IsLinted));
    }

    [Test]
    public void A_task_definition_with_something_put_in_or_taken_out_is_linted()
    {
        var changes =
            from text in Gen.Elements(Texts)
            from place in Gen.Choose(0, 1_000_000)
            from removed in Gen.Choose(0, 12)
            from fragment in Gen.Elements(Fragments)
            let start = place % (text.Length + 1)
            select text.Remove(start, Math.Min(removed, text.Length - start)).Insert(start, fragment);

        Check.One(Configuration, Prop.ForAll(changes.ToArbitrary(), IsLinted));
    }

    [TestCase(999)]
    [TestCase(100_000)]
    public void Any_depth_is_linted(int depth) => Assert.That(IsLinted(string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth))));

    [Test]
    public void Bytes_that_are_no_text_are_a_finding()
    {
        var source = JsonSource.Parse([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], "t.json");

        Assert.That(TaskDefinitionLinter.Lint(source, launchType: null).Select(finding => finding.Rule.Id), Is.EqualTo(new[] { "ECS001" }));
    }

    private static bool IsLinted(string text)
    {
        var lines = text.Split('\n').Length;
        return LaunchTypes.Append(null).All(launchType => TaskDefinitionLinter.Lint(JsonSource.Parse(text, "t.json"), launchType)
            .All(finding => finding.Place.Line >= 1 && finding.Place.Line <= lines && finding.Place.Column >= 1 && finding.JsonPath.StartsWith('$')));
    }

    /// <summary>The text with one of its values replaced.</summary>
    private static string WithValue(string text, int place, string value)
    {
        if (JsonSource.Parse(text, "t.json").Root is not { } root) return text;
        var all = All(root).ToList();
        var chosen = all[place % all.Count];
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        return System.Text.Encoding.UTF8.GetString([.. utf8.AsSpan(0, chosen.Start), .. System.Text.Encoding.UTF8.GetBytes(value), .. utf8.AsSpan(chosen.End)]);
    }

    private static IEnumerable<SourceValue> All(SourceValue value) =>
        value.Items.Concat(value.Members.Select(member => member.Value)).SelectMany(All).Prepend(value);
}
