
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Deployment.Checks;

namespace Slipway.Pipeline.Tests.Deployment.Checks;

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
}
