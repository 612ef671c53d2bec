using System.Text;
using Slipway.Pipeline.Foundation.Redaction;

namespace Slipway.Pipeline.Tests.Foundation.Redaction;

/// <summary>What in a secret file is a secret, and what a setting that the log may show.</summary>
public sealed class SecretFileTests
{
    [TestCase("DB_PASSWORD=s3cr3t-Value", "s3cr3t-Value")]
    [TestCase("export DB_PASSWORD=s3cr3t-Value", "s3cr3t-Value")]
    [TestCase("#DB_PASSWORD=of-last-week-1", "of-last-week-1")]
    [TestCase("DB_PASSWORD='with blanks and $signs'", "with blanks and $signs")]
    [TestCase("DB_PASSWORD=\"with \\\"quotes\\\" 12\"", "with \"quotes\" 12")]
    [TestCase("DB_PASSWORD=trailing-blanks   ", "trailing-blanks   ")]
    [TestCase("DB_PASSWORD=value-1 # comment", "value-1")]
    [TestCase("DB_PASSWORD=20231117", "20231117")]
    [TestCase("DB_PASSWORD=root", "root")]
    [TestCase("MAILGUN=9f86d081884c7d65", "9f86d081884c7d65")]
    [TestCase("DATABASE_URL=mysql://shop:pa%2Fss-1@db:3306/shop", "pa%2Fss-1")]
    [TestCase("DATABASE_URL=mysql://shop:pa%2Fss-1@db:3306/shop", "pa/ss-1")]
    [TestCase("CONNECTION=Server=db;Password=hunter2;Timeout=3", "hunter2")]
    [TestCase("STATUS_URL=https://hooks.example.com/x?token=abcd1234", "abcd1234")]
    [TestCase("{ \"private_key\": \"-----BEGIN KEY-----\\nMIIEvQIBADANBg\\n-----END KEY-----\" }", "MIIEvQIBADANBg")]
    [TestCase("-----BEGIN KEY-----\nMIIEvQIBADANBg\nJ9xABC==\n-----END KEY-----", "J9xABC==")]
    [TestCase("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49Aw==", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49Aw==")]
    [TestCase("A_KEY=\"-----BEGIN KEY-----\nfirst-line-12\nsecond-line-3=\n-----END KEY-----\"\nOTHER=x", "second-line-3=")]
    [TestCase("A_KEY='never closed\nDB_PASSWORD=s3cr3t-Value", "s3cr3t-Value")]
    [TestCase("DB PASSWORD=s3cr3t-Value", "s3cr3t-Value")]
    [TestCase("a token on a line alone", "a token on a line alone")]
    public void Is_secret(string file, string value)
    {
        var secrets = new SecretValues();
        secrets.AddFile(file);

        Assert.That(secrets.Redact($"[{value}]").Trim('[', ']', ' '), Is.EqualTo("REDACTED"));
    }

    [TestCase("APP_NAME=Tutorbloc")]
    [TestCase("APP_NAME=\"A Shop of Many Words\"")]
    [TestCase("APP_ENV=local")]
    [TestCase("APP_DEBUG=false")]
    [TestCase("DB_HOST=shop.c9akciq32abc.eu-west-2.rds.amazonaws.com")]
    [TestCase("DB_PORT=3306")]
    [TestCase("BLACKBOX_URL=http://blackbox:8000")]
    [TestCase("CACHE=redis://redis:6379/0")]
    [TestCase("SESSION_LIFETIME=120000")]
    [TestCase("PASSWORD_TIMEOUT=10800")]
    [TestCase("KEY_FILE=/run/secrets/APNS-Key.p8")]
    [TestCase("AUTH_ENABLED=true")]
    [TestCase("AWS_REGION=eu-west-2")]
    [TestCase("APP_KEY=")]
    [TestCase("# No quotes and no spaces around '=': Amazon ECS reads this file as well as Compose.")]
    public void Is_a_setting(string line)
    {
        var secrets = new SecretValues();
        secrets.AddFile(line);

        Assert.That(secrets.Redact(line), Is.EqualTo(line));
    }

    [Test]
    public void A_certificate_is_public_and_the_key_beside_it_is_not()
    {
        var secrets = new SecretValues();
        secrets.AddFile("-----BEGIN CERTIFICATE-----\nMIICAzCCAamg12\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG34\n-----END PRIVATE KEY-----\n");

        Assert.That(secrets.Redact("MIICAzCCAamg12 MIGHAgEAMBMG34"), Is.EqualTo("MIICAzCCAamg12 [REDACTED]"));
    }

    [Test]
    public void A_password_that_Compose_takes_for_a_reference_is_found_in_what_Compose_makes_of_it_and_in_its_warning()
    {
        var secrets = new SecretValues();
        secrets.AddFile("DB_PASSWORD=one4$two5three six7");

        var redacted = secrets.Redact("The \"two5three\" variable is not set. Got one4 six7.");

        Assert.That(redacted, Is.EqualTo("The \"[REDACTED]\" variable is not set. Got [REDACTED]."));
    }

    [Test]
    public void A_reference_to_another_variable_leaves_its_name_readable()
    {
        var secrets = new SecretValues();
        secrets.AddFile("DB_URL_KEY=x${DB_HOST}y${DB_PORT}z\n");

        Assert.That(secrets.Redact("The \"DB_HOST\" variable is not set."), Is.EqualTo("The \"DB_HOST\" variable is not set."));
    }

    [Test]
    public void A_key_file_is_found_in_base64_line_by_line()
    {
        const string File = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiyJfZ4synIx/3yxx\nJ9x+5US+XQyetnIqCYR1tC3hIn+hRANCAASqrwYrscR7pwVqFnEL2IT/wnpSe5Tp\n-----END PRIVATE KEY-----\n";
        var secrets = new SecretValues();
        secrets.AddFile(File);

        var redacted = secrets.Redact(Convert.ToBase64String(Encoding.UTF8.GetBytes(File)));

        Assert.That(redacted, Does.Match("^[A-Za-z0-9+/]{30,40}\\[REDACTED\\][A-Za-z0-9+/]{0,4}\\[REDACTED\\][A-Za-z0-9+/]{30,40}=*$"));
    }
}
