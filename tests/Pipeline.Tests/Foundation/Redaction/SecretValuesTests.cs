using System.Net;
using System.Text;
using System.Text.Json;
using Slipway.Pipeline.Foundation.Redaction;

namespace Slipway.Pipeline.Tests.Foundation.Redaction;

/// <summary>A value is taken out of a text in whatever form it stands there.</summary>
public sealed class SecretValuesTests
{
    private const string Secret = "p4ss w0rd/\"q\" <&> it's $5 + 3% ümläut\\x";

    [TestCaseSource(nameof(Forms))]
    public void A_value_is_found_in_the_form(string text)
    {
        var secrets = new SecretValues();
        secrets.Add(Secret);

        var redacted = secrets.Redact($"before {text} after");

        Assert.That(redacted, Is.EqualTo("before [REDACTED] after"));
    }

    [Test]
    public void A_value_with_blanks_alone_is_found_in_a_form()
    {
        var secrets = new SecretValues();
        secrets.Add("two words 12");

        Assert.That(secrets.Redact("TOKEN=two+words+12&x=1"), Is.EqualTo("TOKEN=[REDACTED]&x=1"));
    }

    [Test]
    public void A_value_that_is_escaped_twice_is_found()
    {
        var secrets = new SecretValues();
        secrets.Add("a \"quoted\" value/1");

        Assert.That(secrets.Redact("<out>{&quot;k&quot;:&quot;a \\&quot;quoted\\&quot; value\\/1&quot;}</out>"), Is.EqualTo("<out>{&quot;k&quot;:&quot;[REDACTED]&quot;}</out>"));
    }

    [TestCase("AWS:hunter2-hunter2")]
    [TestCase("user:hunter2-hunter2:more")]
    [TestCase("u:hunter2-hunter2")]
    public void A_value_is_found_inside_of_base64(string text)
    {
        var secrets = new SecretValues();
        secrets.Add("hunter2-hunter2");
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        var redacted = secrets.Redact($"\"auth\": \"{encoded}\"");

        Assert.That(redacted, Does.Match("^\"auth\": \"[A-Za-z0-9+/]{0,8}\\[REDACTED\\][A-Za-z0-9+/]{0,8}=*\"$"));
    }

    [Test]
    public void A_value_that_a_program_breaks_over_two_lines_is_found_on_both()
    {
        var secrets = new SecretValues();
        secrets.Add("a-rather-long-password-of-42");

        var redacted = new[] { "  SQLSTATE: cannot use a-rather-long-", "  password-of-42 for user shop  ", "| rather-long-pass |" }.Select(secrets.Redact);

        Assert.That(redacted, Is.EqualTo(new[] { "  SQLSTATE: cannot use [REDACTED]", "  [REDACTED] for user shop  ", "| [REDACTED] |" }));
    }

    [Test]
    public void What_only_begins_like_a_value_stays_readable()
    {
        var secrets = new SecretValues();
        secrets.Add("password-of-the-database-42");

        Assert.That(secrets.Redact("The password is wrong: 'pass' is no database."), Is.EqualTo("The password is wrong: 'pass' is no database."));
    }

    [Test]
    public void A_value_that_is_a_word_counts_where_it_stands_alone()
    {
        var secrets = new SecretValues();
        secrets.Add("secret");
        secrets.Add("20231117");

        var redacted = secrets.Redact("Removed the secrets; DB_PASSWORD=secret, PIN 20231117, build 202311175.");

        Assert.That(redacted, Is.EqualTo("Removed the secrets; DB_PASSWORD=[REDACTED], PIN [REDACTED], build 202311175."));
    }

    [Test]
    public void Of_two_values_that_overlap_nothing_is_left()
    {
        var secrets = new SecretValues();
        secrets.Add("abcdef-12");
        secrets.Add("12-uvwxyz");
        secrets.Add("def-1");

        Assert.That(secrets.Redact("x abcdef-12-uvwxyz y def-1"), Is.EqualTo("x [REDACTED] y [REDACTED]"));
    }

    [Test]
    public void A_value_of_less_than_four_characters_is_no_secret_that_could_be_kept()
    {
        var secrets = new SecretValues();
        secrets.Add("abc");

        Assert.That(secrets.Redact("abc"), Is.EqualTo("abc"));
    }

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Form("plain", Secret);
        yield return Form("JSON", JsonSerializer.Serialize(Secret)[1..^1]);
        yield return Form("JSON of Go", "p4ss w0rd/\\\"q\\\" \\u003c\\u0026\\u003e it's $5 + 3% ümläut\\\\x");
        yield return Form("JSON of PHP", "p4ss w0rd\\/\\\"q\\\" <&> it's $5 + 3% \\u00fcml\\u00e4ut\\\\x");
        yield return Form("JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(Secret)[1..^1])[1..^1]);
        yield return Form("URL", Uri.EscapeDataString(Secret));
        yield return Form("URL in small letters", Uri.EscapeDataString(Secret).Replace("%2F", "%2f").Replace("%C3%BC", "%c3%bc"));
        yield return Form("form", WebUtility.UrlEncode(Secret));
        yield return Form("XML", WebUtility.HtmlEncode(Secret));
        yield return Form("XML, few escapes", Secret.Replace("&", "&amp;").Replace("<", "&lt;"));
        yield return Form("shell", Secret.Replace("'", @"'\''"));
        yield return Form("YAML", Secret.Replace("'", "''"));
        yield return Form("Compose file", Secret.Replace("$", "$$"));
        yield return Form("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('='));
        yield return Form("base64 of URLs", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }

    private static TestCaseData Form(string name, string text) => new TestCaseData(text).SetArgDisplayNames(name);
}
