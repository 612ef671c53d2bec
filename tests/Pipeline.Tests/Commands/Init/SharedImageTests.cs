using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>One build that several services have is one image, one repository and one push.</summary>
public sealed class SharedImageTests
{
    [TestCase("services: { web: { build: ., ports: [\"8000:8000\"] }, worker: { build: ., command: [celery, worker] }, beat: { build: ., command: [celery, beat] } }", "beat <WEB> web shop.web worker <WEB>")]
    [TestCase("services: { a-web: { build: ., image: shop/web, ports: [80] }, worker: { image: shop/web }, other: { image: shop/other:1 } }", "a-web shop.a-web other shop/other:1 worker <A_WEB>")]
    [TestCase("services: { web: { build: { context: ., target: web } }, worker: { build: { context: ., target: worker } } }", "web shop.web worker shop.worker")]
    [TestCase("services: { web: { build: { context: ., args: { A: 1 } } }, worker: { build: { context: ., args: { A: 2 } } } }", "web shop.web worker shop.worker")]
    [TestCase("services: { web: { build: { context: . } }, worker: { build: { context: ./ , dockerfile: Dockerfile } } }", "web shop.web worker <WEB>")]
    [TestCase("services: { web: { build: ., platform: linux/amd64 }, worker: { build: ., platform: linux/arm64 } }", "web shop.web worker shop.worker")]
    [TestCase("name: shop\nservices: { api: { build: ., image: shop-api }, worker: { image: \"shop-api:latest\" }, web: { build: web }, tail: { image: shop-web } }", "api shop.api tail <WEB> web shop.web worker <API>")]
    [TestCase("services: { w-b: { build: ., ports: [80] }, w_b: { build: . } }", "w-b shop.w-b w_b shop.w_b")]
    public async Task Each_service_keeps_a_container_of_its_own(string compose, string images)
    {
        using var folder = new ApplicationFolder(compose);

        await folder.InitAsync();

        foreach (var environment in new[] { "local", "production" })
        {
            var containers = TaskDefinitionDocument.Parse(folder.Read($"taskdefs/{environment}-taskdef.json"), environment).Containers;
            Assert.That(string.Join(' ', containers.OrderBy(container => container.Name, StringComparer.Ordinal).Select(container => $"{container.Name} {container.Image}")), Is.EqualTo(images));
        }

        var repositories = SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Images.Select(image => image.Repository);
        Assert.That(repositories, Is.EqualTo(images.Split(' ').Where(word => word.StartsWith("shop.", StringComparison.Ordinal))));
    }

    [TestCase("web: { build: ., ports: [80], x-slipway: { only: rehearsal } }, worker: { build: ., command: [work] }", "web <WORKER> worker shop.worker", "worker shop.worker")]
    [TestCase("web: { build: ., ports: [80] }, worker: { build: ., command: [work], x-slipway: { only: rehearsal } }", "web shop.web worker <WEB>", "web shop.web")]
    public async Task The_image_is_one_that_every_environment_builds(string services, string local, string staging)
    {
        using var folder = new ApplicationFolder($"services: {{ {services} }}");

        await folder.InitAsync(hasEach: true);

        Assert.That((Images("local"), Images("staging")), Is.EqualTo((local, staging)));
        Assert.That(folder.Read("slipway.yml"), Does.Contain($"\nimages:\n  {staging.Split(' ')[0]}: {{ repository: {staging.Split(' ')[1]} }}\n\n"));

        string Images(string environment) => string.Join(' ', folder.Files.Where(file => file.StartsWith($"taskdefs/{environment}-", StringComparison.Ordinal) && file.EndsWith("-taskdef.json", StringComparison.Ordinal))
            .SelectMany(file => TaskDefinitionDocument.Parse(folder.Read(file), environment).Containers).Select(container => $"{container.Name} {container.Image}"));
    }

    [Test]
    public async Task An_image_that_only_the_rehearsal_would_build_is_refused_by_the_names_of_both()
    {
        using var folder = new ApplicationFolder("services: { api: { build: ., image: shop/api, x-slipway: { only: rehearsal } }, worker: { image: shop/api } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(hasEach: true));

        Assert.That((refused!.ExitCode, folder.Files.Count), Is.EqualTo((ExitCodes.Configuration, 0)));
        Assert.That(refused.Message, Is.EqualTo(
            "'worker' runs the image of 'api', which not every environment has, so that elsewhere nothing would be built for 'worker'. Give 'worker' the 'build' of 'api' in the Compose file, or let every environment have 'api'. Nothing was written."));
    }

    [Test]
    public async Task It_is_said_and_a_service_for_tests_has_an_image_of_its_own()
    {
        using var folder = new ApplicationFolder("services: { web: { build: . }, worker: { build: . }, api-test: { build: . } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("worker: it runs the image of 'web', which is built and pushed once."));
        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Images.Select(image => image.Repository), Is.EqualTo(new[] { "shop.web" }));
    }
}
