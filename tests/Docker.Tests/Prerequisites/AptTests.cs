using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Prerequisites;

public sealed class AptTests
{
    [Test]
    public void Sources_are_read_from_stanzas()
    {
        var sources = AptSource.ParseStanzas("""
            Types: deb
            # a comment
            URIs: https://archive.test/debian
             https://mirror.test/debian
            Suites: bookworm bookworm-updates
            Components: main contrib
            Signed-By: /usr/share/keyrings/archive.gpg

            Types: deb-src
            URIs: https://archive.test/debian
            Suites: bookworm
            Components: main

            Enabled: no
            Types: deb
            URIs: https://archive.test/debian
            Suites: sid
            Components: main

            Types: deb deb-src
            URIs: https://other.test/debian
            Suites: stable
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             -----END PGP PUBLIC KEY BLOCK-----
            """).ToArray();

        Assert.That(sources.Select(Text), Is.EqualTo(new[]
        {
            "https://archive.test/debian https://mirror.test/debian | bookworm bookworm-updates | main contrib | /usr/share/keyrings/archive.gpg",
            "https://other.test/debian | stable | main | ",
        }));
    }

    [Test]
    public void Sources_are_read_from_lines()
    {
        var sources = AptSource.ParseLines("""
            # deb https://commented.test/debian bookworm main
            deb https://archive.test/debian bookworm main
            deb [arch=amd64 signed-by=/etc/apt/keyrings/a.gpg] https://archive.test/debian  bookworm-updates main contrib
            deb-src https://archive.test/debian bookworm main
            deb incomplete
            """);

        Assert.That(sources.Select(Text), Is.EqualTo(new[]
        {
            "https://archive.test/debian | bookworm | main | ",
            "https://archive.test/debian | bookworm-updates | main contrib | /etc/apt/keyrings/a.gpg",
        }));
    }

    [Test]
    public void The_archive_is_the_source_of_the_systems_own_suite()
    {
        Assert.Multiple(() =>
        {
            Assert.That(AptSource.Find(Machines.Bookworm.Sources, "bookworm")!.Uris, Is.EqualTo("https://archive.test/debian"));
            Assert.That(AptSource.Find(Machines.Bookworm.Sources, "trixie"), Is.Null);
            Assert.That(AptSource.Find(Machines.Bookworm.Sources, null), Is.Null);
        });
    }

    [Test]
    public void Only_versions_of_the_machines_own_suites_count()
    {
        var versions = AptPolicy.Parse("""
            docker.io:
              Installed: (none)
              Candidate: 20.10.24+dfsg1-1+b6
              Version table:
                 26.1.5+dfsg1-9 100
                    100 https://archive.test/debian trixie/main amd64 Packages
                 20.10.24+dfsg1-1+b6 500
                    500 https://archive.test/debian bookworm/main amd64 Packages
            docker-cli:
              Installed: (none)
              Candidate: 26.1.5+dfsg1-9
              Version table:
                 26.1.5+dfsg1-9 100
                    100 https://archive.test/debian trixie/main amd64 Packages
            docker-compose:
              Installed: 2.26.1-4
              Candidate: 2.26.1-4
              Version table:
             *** 2.26.1-4 100
                    100 https://archive.test/debian trixie/main amd64 Packages
                    100 /var/lib/dpkg/status
                 1.29.2-3 500
                    500 https://archive.test/debian bookworm/main amd64 Packages
            """.Split('\n'));

        Assert.That(versions, Is.EquivalentTo(new Dictionary<string, string> { ["docker.io"] = "20.10.24+dfsg1-1+b6", ["docker-compose"] = "1.29.2-3" }));
    }

    [TestCase("ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"", true)]
    [TestCase("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", true)]
    [TestCase("# comment\nID=fedora\nPRETTY_NAME='Fedora Linux 42'", false)]
    [TestCase("", false)]
    public void A_systems_family_is_read_from_os_release(string text, bool debian) => Assert.That(OsRelease.Parse(text).IsDebianFamily, Is.EqualTo(debian));

    private static string Text(AptSource source) =>
        $"{source.Uris} | {string.Join(' ', source.Suites)} | {string.Join(' ', source.Components)} | {source.SignedBy}";
}
