using Slipway.Ecs.OneOff;
using Slipway.LocalAws.Ecs.Sessions;

namespace Slipway.LocalAws.Tests.Ecs.Sessions;

/// <summary>Commands as the agent of ECS Exec takes them apart.</summary>
public sealed class CommandWordsTests
{
    [TestCase("sh", "sh")]
    [TestCase("  ls   -l\t/tmp\n", "ls|-l|/tmp")]
    [TestCase("sh -c 'echo $HOME; ls | wc'", "sh|-c|echo $HOME; ls | wc")]
    [TestCase("echo \"a \\\"b\\\" c\" 'd\\e'", "echo|a \"b\" c|d\\e")]
    [TestCase("a\\ b c''d", "a b|cd")]
    [TestCase("ls | wc > x", "ls|||wc|>|x")]
    [TestCase("echo a#b # the rest", "echo|a#b")]
    [TestCase("echo ''", "echo|")]
    [TestCase("", "sh")]
    [TestCase(" # only a comment", "sh")]
    public void A_command_is_split_without_a_shell(string command, string words) => Assert.That(string.Join('|', CommandWords.Split(command)), Is.EqualTo(words));

    [TestCase("echo 'a", "EOF found when expecting closing quote")]
    [TestCase("echo \"a\\", "EOF found when expecting closing quote")]
    [TestCase("echo a\\", "EOF found after escape character")]
    public void A_command_that_is_not_complete_is_refused(string command, string message) =>
        Assert.That(Assert.Throws<FormatException>(() => CommandWords.Split(command))!.Message, Is.EqualTo(message));

    [Test]
    public void What_the_client_quotes_is_taken_apart_to_the_same_words()
    {
        string[] words = ["php", "artisan", "it's \"all\" of\tthem", "", "#1", "a\\b", "$HOME", "größe"];

        Assert.That(CommandWords.Split(CommandText.Of(words)), Is.EqualTo(words));
    }

    [TestCase("bin\n", null)]
    [TestCase(
        "OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: \"nope\": executable file not found in $PATH: unknown\r\n",
        "Unable to start command: Failed to start pty: exec: \"nope\": executable file not found in $PATH\n")]
    [TestCase(
        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"/nope\": stat /nope: no such file or directory\r\n",
        "Unable to start command: Failed to start pty: exec: \"/nope\": stat /nope: no such file or directory\n")]
    [TestCase("OCI runtime exec failed: out of luck", "Unable to start command: Failed to start pty: OCI runtime exec failed: out of luck\n")]
    public void A_program_that_cannot_be_started_is_told_in_the_agents_words(string output, string? message) => Assert.That(StartFailure.In(output), Is.EqualTo(message));
}
