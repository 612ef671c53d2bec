using Slipway.Docker;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Build.Compose;

public sealed class ComposeModelTests
{
    [Test]
    public async Task What_only_one_run_on_a_machine_could_have_is_named_for_each_service()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-model-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "docker-compose.yml"),
                "services: { web: { build: ., ports: [\"${PORT:-80}:80\"], container_name: web }, db: { image: x, ports: [\"5432\"] }, cache: { image: x } }");
            var settings = SettingsReader.Parse(
                "{ application: a, region: eu-west-2, images: { web: { repository: a.web } }, environments: { local: { deploy: { strategy: rolling, cluster: c, service: s } } } }",
                "slipway.yml", "local");
            var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = folder.FullName }), settings, RunDirectory.Create(Path.Combine(folder.FullName, ".slipway")).FullPath, new(folder.FullName));

            await model.CheckAsync(CancellationToken.None);

            Assert.That(model.FixedKeys.Select(service => $"{service.Key}: {string.Join(", ", service.Value)}"), Is.EquivalentTo(new[] { "web: ports, container_name", "db: ports" }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
