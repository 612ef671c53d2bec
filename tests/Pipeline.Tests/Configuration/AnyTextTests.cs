using FsCheck;
using FsCheck.Fluent;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Whatever is in the file: settings, or a list of mistakes that are in it.</summary>
public sealed class AnyTextTests
{
    private static readonly string[] Fragments =
    [
        "[", "]", "{", "}", ":", ": ", ",", "\n", "\n  ", "\n- ", "\t", " ", "-", "- ", "? ", "&a ", "*a", "!x ", "!!", "!<> ", "|\n", ">-\n", "'", "\"", "%", "@", "`",
        "#", "~", "\\", "\"\\ud800\\u0041\"", "\"\\U00110000\"", "\0", "\u0085", "\u2028", "\uFEFF", "\uD800", "<<", "---\n", "...\n", "{env}", "{x}", "true",
        "null", "12", "application: ", "environments: ", "images: ", "deploy: ", "secrets: ", "tags: ", "skip: ", "timeout: ", "s3://", "..", "/",
    ];

    [Test]
    public void Any_string_is_read_or_refused_with_places() =>
        Check.One(Configuration, Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsReadOrRefused(text ?? string.Empty)));

    [Test]
    public void Any_sequence_of_what_YAML_is_made_of_is_read_or_refused_with_places() =>
        Check.One(Configuration, Prop.ForAll(Gen.Elements(Fragments).ArrayOf().ToArbitrary(), parts => IsReadOrRefused(string.Concat(parts))));

    [Test]
    public void A_valid_file_with_something_put_in_or_taken_out_is_read_or_refused_with_places()
    {
        var places = Gen.Choose(0, SettingsText.StartingPoint.Length - 1);
        var edits = Gen.Zip(Gen.Zip(places, Gen.Elements(Fragments)), Gen.Choose(0, 12)).ArrayOf(3);

        Check.One(Configuration, Prop.ForAll(edits.ToArbitrary(), changes =>
        {
            var text = SettingsText.StartingPoint;

            foreach (var ((place, fragment), removed) in changes)
            {
                var start = Math.Min(place, text.Length);
                text = text.Remove(start, Math.Min(removed, text.Length - start)).Insert(start, fragment);
            }

            return IsReadOrRefused(text);
        }));
    }

    private static Config Configuration => Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            return SettingsText.Parse(text, "staging").Environment == "staging";
        }
        catch (ConfigurationException exception)
        {
            var lines = text.Split('\n', '\r', '\u0085', '\u2028', '\u2029').Length;

            return exception.Errors.Count > 0 && exception.Errors.All(error => error.Place.Line >= 1 && error.Place.Line <= lines + 1 && error.Place.Column >= 1);
        }
    }
}
