namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>An application that does not build, start, migrate or pass its tests: exit code 4.</summary>
internal static class ApplicationCases
{
    private const string Database =
        """
            volumes:
              - test-database:/var/lib/mysql
            healthcheck: *healthcheck

        """;

    private static readonly string[] Deploy = ["--target=Deploy", "--env=local"];
    private static readonly string[] ComposeUp = ["--target=ComposeUp", "--env=local"];

    public static IEnumerable<FailureCase> All => [Test, Migration, DatabaseThatDies, DatabaseThatIsUnhealthy, DatabaseThatIsSilent, Dockerfile, DockerfileThatIsNone];

    private static FailureCase Test => new FailureCase("a PHPUnit test that fails", Deploy, 4,
            @"FAILED Tests\Unit\PriceTest::testALessonCostsThirtyNinePounds",
            "39 pounds, they said\nFailed asserting that 38 is identical to 39.",
            "slipway.yml:29:1: 1 of ", "'app'", "vendor/bin/phpunit")
    {
        Then = async (copy, _) => Assert.That(
            await File.ReadAllTextAsync(copy.Workspace.PathOf("test-results/phpunit.xml")),
            Does.Contain("testALessonCostsThirtyNinePounds").And.Contain("Failed asserting that 38 is identical to 39.")),
    }
        .WithFile("app/tests/Unit/PriceTest.php",
            """
            <?php

            namespace Tests\Unit;

            final class PriceTest extends \PHPUnit\Framework\TestCase
            {
                public function testALessonCostsThirtyNinePounds(): void
                {
                    $this->assertSame(39, 38, '39 pounds, they said');
                }
            }

            """);

    private static FailureCase Migration => new FailureCase("a migration that fails", Deploy, 4,
            "SQLSTATE[42S02]: Base table or view not found",
            "slipway.yml:28:1: ", "'app'", "php artisan migrate --database=mysql_test --force")
    {
        Then = (copy, _) =>
        {
            Assert.That(File.Exists(copy.Workspace.PathOf("test-results/phpunit.xml")), Is.False);
            return Task.CompletedTask;
        },
    }
        .WithFile("app/database/migrations/2030_01_01_000001_rename_what_is_not_there.php",
            """
            <?php

            return new class extends \Illuminate\Database\Migrations\Migration
            {
                public function up(): void
                {
                    \Illuminate\Support\Facades\DB::statement('ALTER TABLE nowhere ADD COLUMN nothing INT');
                }
            };

            """);

    private static FailureCase DatabaseThatDies => new FailureCase("a database that dies at its start", ComposeUp, 4,
            "cannot lock its files", "slipway.yml:6:1: ", "'mysql-db-test'")
        .With("docker-compose.yml", Database, """
                entrypoint: [sh, -c, "echo 'cannot lock its files' >&2; exit 1"]

            """);

    // The image has a start period, in which no failure counts.
    private static FailureCase DatabaseThatIsUnhealthy => new FailureCase("a database that is unhealthy", ComposeUp, 4,
            "mariadbd: ready for connections", "slipway.yml:6:1: ", "'mysql-db-test'")
        .With("docker-compose.yml", Database, """
                healthcheck: { test: [CMD, "false"], interval: 1s, retries: 2, start_period: 3s }

            """);

    private static FailureCase DatabaseThatIsSilent => new FailureCase("a database that accepts connections and never speaks", ["--target=WaitForDb", "--env=local"], 4,
            "it listens, and that is all",
            "slipway.yml:27:1: ", "'mysql-db-test'", "3306", "'database.timeout'")
        .With("slipway.yml", "timeout: 120s", "timeout: 3s")
        .With("docker-compose.yml", Database, """
                healthcheck: { disable: true }
                entrypoint: [perl, "-MIO::Socket::INET", -e, "$$s = IO::Socket::INET->new(LocalPort => 3306, Listen => 9) or die; print STDERR qq(it listens, and that is all$$/); 1 while push @c, $$s->accept"]

            """);

    private static FailureCase Dockerfile => new FailureCase("a Dockerfile that fails", Deploy, 4,
            "nobody told the builder how",
            "slipway.yml:11:3: ", "'app' (app/docker/app/Dockerfile)", "[app 15/18] RUN echo nobody told the builder how; exit 5: ", "exit code: 5", "--verbosity=verbose")
        .With("app/docker/app/Dockerfile", "COPY resources resources", "RUN echo nobody told the builder how; exit 5");

    private static FailureCase DockerfileThatIsNone => new FailureCase("a Dockerfile that cannot be read", Deploy, 4,
            "slipway.yml:11:3: ", "'app' (app/docker/app/Dockerfile)", "unknown instruction: CPOY")
        .With("app/docker/app/Dockerfile", "COPY resources resources", "CPOY resources resources");
}
