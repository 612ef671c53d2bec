
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Logs.Api;

namespace Slipway.LocalAws.Tests.Logs;

public sealed class FilterPatternTests
{
    private static readonly string[] Messages = ["ERROR timeout of db", "ERROR disk", "WARN timeout", "INFO not found", "DEBUG say \"hi\""];

    [TestCase("", "0 1 2 3 4")]
    [TestCase("ERROR", "0 1")]
    [TestCase("error", "")]
    [TestCase("ERROR timeout", "0")]
    [TestCase("\"not found\"", "3")]
    [TestCase("?ERROR ?INFO", "0 1 3")]
    [TestCase("?ERROR timeout", "0 2")]
    [TestCase("ERROR -timeout", "1")]
    [TestCase("-ERROR", "2 3 4")]
    [TestCase("-\"not found\" -ERROR", "2 4")]
    [TestCase("\"\\\"hi\\\"\"", "4")]
    public void A_pattern_finds_the_messages_that_CloudWatch_finds(string pattern, string found)
    {
        var matches = FilterPattern.Parse(pattern);

        Assert.That(string.Join(' ', Enumerable.Range(0, Messages.Length).Where(index => matches(Messages[index]))), Is.EqualTo(found));
    }

    [TestCase("{ $.level = \"error\" }", "LocalAws does not emulate the filter pattern '{ $.level = \"error\" }' for JSON, columns or regular expressions, only terms and phrases; run this against AWS.")]
    [TestCase("[ip, user]", "LocalAws does not emulate the filter pattern '[ip, user]' for JSON, columns or regular expressions, only terms and phrases; run this against AWS.")]
    [TestCase("not-found", "Invalid character(s) in term 'not-found'. Put a term that has other characters than letters, digits and underscores into quotation marks.")]
    [TestCase("\"open", "Invalid filter pattern: a quotation mark is not closed.")]
    public void A_pattern_that_is_not_understood_is_refused(string pattern, string message)
    {
        var refused = Assert.Throws<AwsErrorException>(() => FilterPattern.Parse(pattern));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidParameterException", message)));
    }
}
