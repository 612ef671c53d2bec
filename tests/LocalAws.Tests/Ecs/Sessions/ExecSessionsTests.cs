using Slipway.LocalAws.Ecs.Sessions;

namespace Slipway.LocalAws.Tests.Ecs.Sessions;

public sealed class ExecSessionsTests
{
    [Test]
    public void A_session_is_taken_once_and_only_with_its_token()
    {
        var sessions = new ExecSessions(() => 4566);
        var session = sessions.Open(new("0123", "sh -l", "alias/exec"));
        var (id, token) = ((string)session["sessionId"]!, (string)session["tokenValue"]!);

        var taken = (sessions.Take(id, "other"), sessions.Take("other", token), sessions.Take(id, token), sessions.Take(id, token));

        Assert.That(taken, Is.EqualTo(((ExecTarget?)null, (ExecTarget?)null, new ExecTarget("0123", "sh -l", "alias/exec"), (ExecTarget?)null)));
        Assert.That(id, Does.Match("^ecs-execute-command-[0-9a-f]{17}$"));
        Assert.That((string?)session["streamUrl"], Is.EqualTo($"ws://127.0.0.1:4566/v1/data-channel/{id}?role=publish_subscribe"));
    }
}
