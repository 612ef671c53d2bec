using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>The sample application with what people do by mistake: it prints its secrets while it is built, tested and migrated.</summary>
internal static class TalkativeApplication
{
    private const string Tests = "app/tests/Unit/TalkativeTest.php";
    private const string Seeds = "app/local-s3/tutorbloc-app/env-configurations/local";

    /// <summary>Every variable of the container in every form that PHP has, and the key.</summary>
    private const string Print = """
                foreach (getenv() as $name => $value) {
                    echo "\n$name=$value\n", json_encode([$name => $value]), "\n", json_encode(json_encode([$name => $value])), "\n";
                    echo rawurlencode($value), "\n", http_build_query([$name => $value]), "\n", htmlspecialchars($value, ENT_QUOTES), "\n";
                    echo base64_encode($value), "\n", base64_encode("user:$value"), "\n", chunk_split(base64_encode("a:$value"), 76);
                    echo var_export($value, true), "\n", escapeshellarg($value), "\n", chunk_split($value, 24), "\n";
                }
                $key = file_get_contents('/run/tutorbloc/APNS-Key.p8');
                echo $key, json_encode($key), "\n", rawurlencode($key), "\n", base64_encode($key), "\n", chunk_split(base64_encode($key), 76);
        """;

    public static void Arrange(Workspace workspace, SecretSeeds seeds)
    {
        File.WriteAllText(workspace.PathOf($"{Seeds}/.env"), seeds.Environment);
        File.WriteAllText(workspace.PathOf($"{Seeds}/APNS-Key.p8"), seeds.Key);
        File.WriteAllText(workspace.PathOf($"{Seeds}/AAACertificateServices.crt"), seeds.Certificate);
        WriteTest(workspace, "self::assertTrue(true);");
        RehearsalCopy.Replace(workspace, "docker-compose.yml", "    build: app/docker/redis\n", "    build:\n      context: app/docker/redis\n      secrets: [apns-key]\n");

        // Something new in the line, so that no cache has it.
        File.AppendAllText(workspace.PathOf("app/docker/redis/Dockerfile"), $"USER root\nRUN --mount=type=secret,id=apns-key cat /run/secrets/apns-key && echo built {Guid.NewGuid():N}\nUSER redis\n");
    }

    public static void LetATestFail(Workspace workspace) =>
        WriteTest(workspace, "self::assertSame(getenv('DB_PASSWORD'), getenv('LONG_KEY') . getenv('QUOTED_TOKEN') . $key, 'The secrets are ' . implode(', ', getenv()));");

    public static void LetAMigrationFail(Workspace workspace) =>
        File.WriteAllText(workspace.PathOf("app/database/migrations/2030_01_01_000001_talk.php"), """
            <?php

            use Illuminate\Database\Migrations\Migration;

            return new class extends Migration
            {
                public function up(): void
                {
                    throw new RuntimeException('Cannot connect with ' . implode(' nor with ', getenv()) . ' nor ' . file_get_contents('/run/tutorbloc/APNS-Key.p8'));
                }
            };
            """);

    private static void WriteTest(Workspace workspace, string end) => File.WriteAllText(workspace.PathOf(Tests), $$"""
        <?php

        declare(strict_types=1);

        namespace Tests\Unit;

        use PHPUnit\Framework\TestCase;

        final class TalkativeTest extends TestCase
        {
            public function testThatTalks(): void
            {
        {{Print}}
                {{end}}
            }
        }

        """);
}
