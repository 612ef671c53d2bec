using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>Secrets of Secrets Manager and Parameter Store that become variables of the Compose application.</summary>
[TestFixture]
internal sealed class SecretVariablesTests
{
    [Test]
    public async Task They_reach_the_containers_that_ask_for_them_and_no_output()
    {
        var (licence, token) = ($"L-{Guid.NewGuid():n}", $"T-{Guid.NewGuid():n}");
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{licence} {token}")));
        await using var copy = await RehearsalCopy.CreateAsync(workspace =>
        {
            var seed = new JsonObject
            {
                ["secretsmanager"] = new JsonObject { ["local/shop"] = new JsonObject { ["licence"] = licence }.ToJsonString() },
                ["ssm"] = new JsonObject { ["/shop/local/token"] = token },
            };
            File.WriteAllText(workspace.PathOf("app/local-secrets.json"), seed.ToJsonString());
            RehearsalCopy.Replace(workspace, "slipway.yml", "to: app/docker/nginx/AAACertificateServices.crt }", """
                to: app/docker/nginx/AAACertificateServices.crt }
                  - { from: "secretsmanager://{env}/shop#licence", variable: LICENCE }
                  - { from: "ssm:///shop/{env}/token", variable: TOKEN }
                """);
            RehearsalCopy.Replace(workspace, "slipway.yml", "command: [vendor/bin/phpunit], report: storage/phpunit.xml",
                $$"""command: [php, -r, "echo getenv('TOKEN'); exit(hash('sha256', getenv('LICENCE') . ' ' . getenv('TOKEN')) === '{{expected}}' ? 0 : 1);"]""");
            RehearsalCopy.Replace(workspace, "docker-compose.yml", "      CACHE_DRIVER: redis\n", "      CACHE_DRIVER: redis\n      LICENCE: ${LICENCE}\n      TOKEN: ${TOKEN}\n");
        });

        var run = await copy.RunAsync("--target=PhpUnit", "--env=local");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("[REDACTED]").And.Not.Contain(licence).And.Not.Contain(token));
    }
}
