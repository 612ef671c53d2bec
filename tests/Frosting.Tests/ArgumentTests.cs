using Cake.Common;
using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class ArgumentTests
{
    private static readonly TestCaseData[] Lines =
    [
        Line("An_option_and_its_value_are_one_word_or_two", ["--env=local", "--build:7", "--commit", "abc"], "build=7", "commit=abc", "env=local", "target=Default"),
        Line("Values_of_one_option_add_up_in_order", ["--tag=a", "--tag:b", "--tag", "c"], "tag=a|b|c", "target=Default"),
        Line("Of_two_spellings_of_one_option_the_first_counts", ["--tag=a", "--TAG=b", "--tag", "c"], "tag=a|c", "target=Default"),
        Line("An_option_without_a_value_is_there_with_none", ["--force"], "force=", "target=Default"),
        Line("An_unknown_option_swallows_the_next_word", ["--force", "yes", "--env=local"], "env=local", "force=yes", "target=Default"),
        Line("An_unknown_option_does_not_swallow_the_next_option", ["--force", "--env=local"], "env=local", "force=", "target=Default"),
        Line("Unknown_letters_behind_one_dash_are_options_each", ["-foo"], "f=", "o=|", "target=Default"),
        Line("What_follows_two_dashes_counts_too", ["--env=local", "--", "--fast", "--level=3"], "env=local", "fast=", "level=3", "target=Default"),
        Line("A_value_may_hold_blanks_and_equals_signs", ["--env=a b=c", "--build", "x y"], "build=x y", "env=a b=c", "target=Default"),
        Line("Targets_are_arguments_and_the_other_options_are_not", ["-t", "Default", "--Target=Other", "-v", "quiet", "--exclusive"], "target=Default|Other"),
        Line("Option_names_have_case", ["--EXCLUSIVE", "--Verbosity=quiet"], "EXCLUSIVE=", "target=Default", "Verbosity=quiet"),
    ];

    [TestCaseSource(nameof(Lines))]
    public void Arguments(string[] arguments, string[] expected)
    {
        var outcome = new Build().Task<Show>().Task<Other>().Run(arguments);

        Assert.That(outcome.Journal, Is.EqualTo(expected));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void An_argument_is_found_without_case_and_the_last_of_its_values_counts()
    {
        var outcome = new Build().Task<Ask>().Run("--target=Ask", "--Env=staging", "--Env=local", "--force");

        Assert.That(outcome.Journal, Is.EqualTo(new[]
        {
            "HasArgument(ENV): True", "Argument(env): local", "Arguments(env): staging, local",
            "HasArgument(force): True", "Argument(force): Argument 'force' was not set.", "Argument(force, fallback): fallback",
            "HasArgument(other): False",
        }));
    }

    [TestCase(new[] { "Deploy" }, "Error: Unknown command 'Deploy'.")]
    [TestCase(new[] { "--verbosity=loud" }, "Error: Failed to convert 'loud' to Verbosity.")]
    [TestCase(new[] { "--dryrun=perhaps" }, "Error: Flags cannot be assigned a value.")]
    [TestCase(new[] { "--env=" }, "Error: Expected an option value.")]
    [TestCase(new[] { "--target" }, "Error: Option 'target' is defined but no value has been provided.")]
    public void A_line_that_cannot_be_parsed_is_explained_and_exits_with_minus_1_before_anything_is_made(string[] arguments, string message)
    {
        var outcome = new Build().Task<Unmade>().Run(arguments);

        Assert.That(outcome.Console.Split('\n')[0], Is.EqualTo(message));
        Assert.That(outcome.Log, Is.Empty);
        Assert.That(outcome.ExitCode, Is.EqualTo(-1));
    }

    [TestCase("q", "Quiet")]
    [TestCase("quiet", "Quiet")]
    [TestCase("Minimal", "Minimal")]
    [TestCase("n", "Normal")]
    [TestCase("VERBOSE", "Verbose")]
    [TestCase("d", "Diagnostic")]
    public void Verbosity_is_a_word_or_its_first_letter_without_case(string value, string expected)
    {
        var outcome = new Build().Task<ShowVerbosity>().Run("-v", value, "--target=ShowVerbosity");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Verbosity_is_normal_when_not_given()
    {
        var outcome = new Build().Task<ShowVerbosity>().Run("--target=ShowVerbosity");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Normal" }));
    }

    private static TestCaseData Line(string name, string[] arguments, params string[] expected) =>
        new TestCaseData(arguments, expected).SetName(name);

    [TaskName("Default")]
    private sealed class Show(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            foreach (var (name, values) in context.Arguments.GetArguments().OrderBy(argument => argument.Key, StringComparer.OrdinalIgnoreCase))
            {
                journal.Add($"{name}={string.Join('|', values)}");
            }
        }
    }

    private sealed class Other : FrostingTask;

    private sealed class Ask(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Add($"HasArgument(ENV): {context.HasArgument("ENV")}");
            journal.Add($"Argument(env): {context.Argument<string>("env")}");
            journal.Add($"Arguments(env): {string.Join(", ", context.Arguments<string>("env"))}");
            journal.Add($"HasArgument(force): {context.HasArgument("force")}");
            journal.Add($"Argument(force): {Assert.Throws<CakeException>(() => context.Argument<string>("force"))!.Message}");
            journal.Add($"Argument(force, fallback): {context.Argument("force", "fallback")}");
            journal.Add($"HasArgument(other): {context.HasArgument("other")}");
        }
    }

    private sealed class ShowVerbosity(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(context.Log.Verbosity.ToString());
    }

    private sealed class Unmade : FrostingTask
    {
        public Unmade() => throw new InvalidOperationException("made");
    }
}
