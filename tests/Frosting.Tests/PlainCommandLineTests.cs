using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

/// <summary>
/// Lines that the host reads itself mean what Spectre's parser makes of them. A closing <c>--</c> changes nothing and sends the line to Spectre.
/// </summary>
public sealed class PlainCommandLineTests
{
    private static readonly string[] Words =
    [
        "--target=A", "--target=B", "--Target=b", "--TARGET=A", "--targets=A", "--working=/", "--working=tmp",
        "--verbosity=quiet", "--verbosity=N", "--verbosity=LOUD", "--Verbosity=quiet", "--exclusive", "--EXCLUSIVE", "--exclusive=true",
        "--dryrun", "--noop", "--whatif", "--dryrun=false", "--dryrun=perhaps", "--tree", "--showtree", "--description", "--showdescriptions",
        "--version", "--ver", "--helpful", "--env=local", "--env=staging", "--ENV=local", "--env", "--flag", "--flag=true",
        "--x1=1", "--a-b=c-d", "--a_b=c_d", "--a--b=1", "--a-=1", "--a", "--1a=1", "--_a=1", "--a.b=1", "--é=1",
        "--path=/a/b.c", "--list=a,b", "--mail=a+b@c", "--part=5%", "--home=~/x", "--url=https://h/p?q=1", "--arn=arn:aws:ecs", "--pair=a=b",
        "--text=a b", "--quoted=\"a\"", "--number=-5", "--empty=", "--colon:1", "--colon:a=b",
    ];

    private static readonly string[] Companions = ["--target=B", "--working=tmp", "--verbosity=quiet", "--dryrun", "--env=staging", "--flag", "--empty="];

    private readonly string _before = Directory.GetCurrentDirectory();

    [TearDown]
    public void Return() => Directory.SetCurrentDirectory(_before);

    [TestCaseSource(nameof(Words))]
    public void A_word_means_what_it_means_to_Spectre(string word)
    {
        foreach (var companion in Companions)
        {
            string[] line = [word, companion, "--env=local"];

            var read = Meaning(line);

            Assert.That(read, Is.EqualTo(Meaning([.. line, "--"])), string.Join(' ', line));
        }
    }

    [Test]
    public void An_empty_line_means_what_it_means_to_Spectre()
    {
        var read = Meaning([]);

        Assert.That(read, Is.EqualTo(Meaning(["--"])));
    }

    private string Meaning(string[] line)
    {
        Directory.SetCurrentDirectory("/");
        var outcome = new Build().Task<A>().Task<B>().Task<Default>().Run(line);
        return $"""
            exit {outcome.ExitCode} in {Directory.GetCurrentDirectory()}
            {string.Join('\n', outcome.Journal)}
            {string.Join('\n', outcome.Log)}
            {outcome.Console.Replace(" --\n", "\n", StringComparison.Ordinal)}
            """;
    }

    private class Default(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Add($"{GetType().Name} {context.Log.Verbosity}");
            journal.Add($"env {context.Configuration.GetValue("env")} or {context.Configuration.GetValue("--env")}");
            foreach (var (name, values) in context.Arguments.GetArguments())
            {
                journal.Add($"{name}={string.Join('|', values.Select(value => value ?? "null"))}");
            }
        }
    }

    [IsDependentOn(typeof(Default))]
    private sealed class A(Journal journal) : Default(journal);

    [IsDependentOn(typeof(Default))]
    private sealed class B(Journal journal) : Default(journal);
}
