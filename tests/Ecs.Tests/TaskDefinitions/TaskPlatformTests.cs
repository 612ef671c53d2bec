using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.TaskDefinitions;

public sealed class TaskPlatformTests
{
    [TestCase("", false, null)]
    [TestCase("", true, "linux/amd64")]
    [TestCase("\"requiresCompatibilities\":[\"FARGATE\"],", false, "linux/amd64")]
    [TestCase("\"requiresCompatibilities\":[\"EC2\",\"FARGATE\"],", false, null)]
    [TestCase("\"runtimePlatform\":{\"cpuArchitecture\":\"ARM64\"},", false, "linux/arm64")]
    [TestCase("\"runtimePlatform\":{\"cpuArchitecture\":\"X86_64\",\"operatingSystemFamily\":\"LINUX\"},", false, "linux/amd64")]
    [TestCase("\"runtimePlatform\":{\"operatingSystemFamily\":\"WINDOWS_SERVER_2022_CORE\"},", true, "windows/amd64")]
    public void The_platform_is_what_the_task_definition_says_or_what_Fargate_takes(string members, bool onFargate, string? expected)
    {
        var definition = TaskDefinitionDocument.Parse($$"""{{{members}}"family":"shop","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");

        Assert.That(TaskPlatform.Of(definition, onFargate)?.ToString(), Is.EqualTo(expected));
    }

    [TestCase("amd64", "amd64", true)]
    [TestCase("amd64", "386", true)]
    [TestCase("amd64", "arm64", false)]
    [TestCase("arm64", "arm64", true)]
    [TestCase("arm64", "arm", true)]
    [TestCase("arm64", "amd64", false)]
    public void A_processor_runs_its_own_images_and_those_of_its_predecessor(string task, string image, bool runs) =>
        Assert.That(new TaskPlatform("linux", task).Runs(new("linux", image)), Is.EqualTo(runs));

    [Test]
    public void An_image_of_another_operating_system_does_not_run() =>
        Assert.That(TaskPlatform.Standard.Runs(new("windows", "amd64")), Is.False);
}
