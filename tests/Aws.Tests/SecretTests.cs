using System.Text.Json;

namespace Slipway.Aws.Tests;

public sealed class SecretTests
{
    private sealed record Login(string UserName, Secret Password);

    [Test]
    public void A_secret_is_shown_nowhere_but_where_it_is_revealed()
    {
        var secret = new Secret("hunter2");

        Assert.That(secret.ToString(), Is.EqualTo("[REDACTED]"));
        Assert.That($"{secret}", Is.EqualTo("[REDACTED]"));
        Assert.That(new Login("AWS", secret).ToString(), Is.EqualTo("Login { UserName = AWS, Password = [REDACTED] }"));
        Assert.That(JsonSerializer.Serialize(new Login("AWS", secret)), Is.EqualTo("""{"UserName":"AWS","Password":"[REDACTED]"}"""));
        Assert.That(secret.Reveal(), Is.EqualTo("hunter2"));
    }

    [Test]
    public void Secrets_of_the_same_value_are_equal()
    {
        var secret = new Secret("hunter2");

        Assert.That(secret, Is.EqualTo(new Secret("hunter2")));
        Assert.That(secret, Is.Not.EqualTo(new Secret("hunter3")));
    }

    [Test]
    public void A_secret_can_be_read_from_a_document()
    {
        var login = JsonSerializer.Deserialize<Login>("""{"UserName":"AWS","Password":"hunter2"}""");

        Assert.That(login, Is.EqualTo(new Login("AWS", new Secret("hunter2"))));
    }
}
