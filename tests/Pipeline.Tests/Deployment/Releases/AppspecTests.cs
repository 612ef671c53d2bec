
using Slipway.Pipeline.Deployment.Releases;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

public sealed class AppspecTests
{
    private const string Right =
        """
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                TaskDefinition: <TASK_DEFINITION>
                LoadBalancerInfo:
                  ContainerName: "nginx"
                  ContainerPort: 80
        """;

    [Test]
    public void The_documented_shape_is_right_and_says_which_container_takes_the_traffic()
    {
        Assert.That(Appspec.Problems(Right, "appspec.yaml"), Is.Empty);
        Assert.That(Appspec.Read(Right, "appspec.yaml"), Is.EqualTo(new Appspec(Right, "nginx")));
    }

    [Test]
    public void One_that_is_made_is_right()
    {
        var made = Appspec.For("web", 8080);

        Assert.That(Appspec.Problems(made.Text, "appspec.yaml"), Is.Empty);
        Assert.That(Appspec.Read(made.Text, "appspec.yaml"), Is.EqualTo(made));
    }

    [TestCase("Resources:\n  - {\n", ExpectedResult = "appspec.yaml:3:1: not valid YAML: While parsing a node, did not find expected node content.")]
    [TestCase("", ExpectedResult = "appspec.yaml:1:1: there is no list 'Resources' with a 'TargetService' in it.")]
    [TestCase("version: 0.0\nos: linux\nfiles: []\n", ExpectedResult = "appspec.yaml:1:1: there is no list 'Resources' with a 'TargetService' in it.")]
    [TestCase("Resources:\n  - Shop: { Type: AWS::Lambda::Function }\n", ExpectedResult = "appspec.yaml:2:5: the Type of 'Shop' must be AWS::ECS::Service, and is 'AWS::Lambda::Function'.")]
    [TestCase("Resources:\n  - TargetService: {}\n", ExpectedResult = "appspec.yaml:2:5: the Type of 'TargetService' must be AWS::ECS::Service, and there is none.")]
    [TestCase("Resources:\n  - TargetService: { Type: 'AWS::ECS::Service' }\n", ExpectedResult = "appspec.yaml:2:5: 'TargetService' has no 'Properties'.")]
    public string One_that_is_not_for_a_service_of_ECS_is_refused_with_its_place(string text) =>
        string.Join('\n', Appspec.Problems(text, "appspec.yaml"));

    [TestCase("TaskDefinition: <TASK_DEFINITION>", "TaskDefinition:", ExpectedResult = "appspec.yaml:6:9: 'TaskDefinition' is missing; write <TASK_DEFINITION> there.")]
    [TestCase("<TASK_DEFINITION>", "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7", ExpectedResult =
        "appspec.yaml:6:25: TaskDefinition is 'arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7', which CodeDeploy would deploy in place of the release. Write <TASK_DEFINITION>.")]
    [TestCase("ContainerPort: 80", "ContainerPort: http", ExpectedResult = "appspec.yaml:9:26: ContainerPort is 'http', and must be a number from 1 to 65535.")]
    [TestCase("ContainerPort: 80", "ContainerPort: 0", ExpectedResult = "appspec.yaml:9:26: ContainerPort is '0', and must be a number from 1 to 65535.")]
    [TestCase("LoadBalancerInfo:", "Nothing:", ExpectedResult =
        "appspec.yaml:6:9: 'LoadBalancerInfo.ContainerName' is missing; write the container that takes the traffic there.\n"
        + "appspec.yaml:6:9: 'LoadBalancerInfo.ContainerPort' is missing; write the port that takes the traffic there.")]
    public string What_keeps_the_release_from_being_deployed_is_named_with_its_place(string right, string wrong) =>
        string.Join('\n', Appspec.Problems(Right.Replace(right, wrong, StringComparison.Ordinal), "appspec.yaml"));
}
