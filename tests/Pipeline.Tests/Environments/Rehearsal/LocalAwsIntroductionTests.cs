using Slipway.Pipeline.Environments.Rehearsal;

namespace Slipway.Pipeline.Tests.Environments.Rehearsal;

[Platform(Exclude = "Win", Reason = "The variables are written for PowerShell there.")]
public sealed class LocalAwsIntroductionTests
{
    [Test]
    public void It_says_all_that_an_AWS_client_needs_and_how_to_end_what_was_started()
    {
        var lines = LocalAwsIntroduction.Lines("http://127.0.0.1:4566", "127.0.0.1:4567", "eu-west-2", isStarted: true, proofs: null);

        Assert.That(string.Join('\n', lines), Is.EqualTo("""
            LocalAws answers at http://127.0.0.1:4566
              page      http://127.0.0.1:4566/
              registry  127.0.0.1:4567  (aws ecr get-login-password | docker login --username AWS --password-stdin 127.0.0.1:4567)

            For any AWS client:
              export AWS_ENDPOINT_URL=http://127.0.0.1:4566
              export AWS_ACCESS_KEY_ID=local
              export AWS_SECRET_ACCESS_KEY=local
              export AWS_REGION=eu-west-2
              export AWS_DEFAULT_REGION=eu-west-2

            Ctrl-C ends it; what it runs stays up, and the next start finds it. To remove everything: ./build.sh --target=Down --env=local

            """));
    }

    [Test]
    public void Where_LocalAws_does_not_know_its_owner_by_the_connection_it_names_what_proves_it_and_shows_no_secret()
    {
        var lines = LocalAwsIntroduction.Lines("http://127.0.0.1:4566", "127.0.0.1:4567", "eu-west-2", isStarted: true, proofs: "/home/me/my shop/.slipway/local-aws");

        Assert.That((lines[1], lines[^4]), Is.EqualTo((
            "  page      file:///home/me/my%20shop/.slipway/local-aws/page.html",
            "  export AWS_SESSION_TOKEN=\"$(cat '/home/me/my shop/.slipway/local-aws/key')\"")));
    }

    [Test]
    public void Of_one_that_runs_already_it_says_that_Ctrl_C_does_not_end_it()
    {
        var lines = LocalAwsIntroduction.Lines("http://127.0.0.1:4566", "127.0.0.1:4567", "eu-west-2", isStarted: false, proofs: null);

        Assert.That((lines[0], lines[^2]), Is.EqualTo((
            "LocalAws is running already, at http://127.0.0.1:4566",
            "Its log follows; Ctrl-C ends the following only. To end LocalAws and remove everything: ./build.sh --target=Down --env=local")));
    }
}
