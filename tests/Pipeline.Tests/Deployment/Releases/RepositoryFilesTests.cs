using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>What of the repository goes into the artifacts, beside the task definition: checked before anything runs.</summary>
public sealed class RepositoryFilesTests
{
    private const string OnePort = """[{ "containerPort": 80 }]""";
    private const string TwoPorts = """[{ "containerPort": 80 }, { "containerPort": 443 }]""";

    private string _root = "";
    private string _outside = "";

    [SetUp]
    public void MakeRepository()
    {
        (_root, _outside) = (Directory.CreateTempSubdirectory("slipway-repository-").FullName, Directory.CreateTempSubdirectory("slipway-outside-").FullName);
        WriteTask(OnePort);
        File.WriteAllText(Path.Combine(_outside, "passwords"), "not for anybody");
    }

    [TearDown]
    public void RemoveRepository()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Test]
    public void Without_an_appspec_a_blue_green_deployment_needs_a_task_definition_with_one_port()
    {
        WriteTask(TwoPorts);

        Assert.That(Mistakes(BlueGreen()), Is.EqualTo(
            """
            slipway.yml:6:24: there is no 'appspec.yaml' to say which container and port take the traffic, and the task definition has app:80, app:443. Write it, for example:
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: <TASK_DEFINITION>
                    LoadBalancerInfo:
                      ContainerName: "app"
                      ContainerPort: 80

            """));
    }

    [Test]
    public void A_task_definition_without_a_port_is_said_to_have_none()
    {
        WriteTask("[]");

        Assert.That(Mistakes(BlueGreen()), Does.StartWith(
            "slipway.yml:6:24: there is no 'appspec.yaml' to say which container and port take the traffic, and the task definition has no port that could. Write it, for example:\n"));
    }

    [Test]
    public void An_appspec_that_is_made_or_left_out_is_spoken_of()
    {
        var made = Remark(BlueGreen());
        WriteTask("[]");
        var left = Remark(Settings("artifacts-only", ""));
        var notNeeded = Remark(Settings("rolling", ", cluster: staging, service: shop"));
        Write("appspec.yaml", Appspec.For("app", 80).Text);
        var own = Remark(BlueGreen());

        Assert.That(made, Is.EqualTo("appspec.yaml is made from the task definition, whose only port is 80 of 'app'; write 'appspec.yaml' to have another one."));
        Assert.That(left, Does.StartWith("appspec.yaml is not written, which only CodeDeploy needs: there is no 'appspec.yaml' to say which container and port take the traffic, and the task definition has no port that could. Write it, for example:\n"));
        Assert.That((notNeeded, own), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public void An_appspec_that_CodeDeploy_would_refuse_is_refused_only_where_CodeDeploy_may_deploy()
    {
        Write("appspec.yaml", "version: 0.0\nos: linux\n");

        Assert.That(Mistakes(BlueGreen()), Is.EqualTo("appspec.yaml:1:1: there is no list 'Resources' with a 'TargetService' in it."));
        Assert.That(Mistakes(Settings("artifacts-only", "")), Is.EqualTo("appspec.yaml:1:1: there is no list 'Resources' with a 'TargetService' in it."));
        Assert.That(Mistakes(Settings("rolling", ", cluster: staging, service: shop")), Is.Empty);
    }

    [Test]
    public void An_appspec_that_the_settings_name_must_be_there()
    {
        Assert.That(Mistakes(Settings("rolling", ", cluster: staging, service: shop, appspec: ecs/appspec.yaml")), Is.EqualTo(
            "slipway.yml:6:76: there is no appspec 'ecs/appspec.yaml'. Write it, or take 'deploy.appspec' away."));
    }

    [Test]
    public async Task Only_a_folder_of_ebextensions_that_the_settings_name_must_be_there()
    {
        var files = Files(Beanstalk(""));

        Assert.That(Mistakes(Beanstalk("")), Is.Empty);
        Assert.That((await files.ReadAsync(CancellationToken.None))[0].Beanstalk, Is.EqualTo(new BeanstalkSource("app", 9000, [])).UsingPropertiesComparer());
        Assert.That(Mistakes(Beanstalk(", ebextensions: eb")), Is.EqualTo("slipway.yml:7:58: there is no folder 'eb'. Make it, or take the key away: the bundle then has none."));
    }

    [Test]
    public async Task Whatever_the_folder_is_called_its_files_are_ebextensions_in_the_bundle()
    {
        Write("eb/b.config", "b");
        Write("eb/a/c.config", "c");
        File.CreateSymbolicLink(Path.Combine(_root, "eb/linked.config"), "../shared.config");
        Write("shared.config", "shared");

        var source = (await Files(Beanstalk(", ebextensions: eb")).ReadAsync(CancellationToken.None))[0];

        Assert.That(Mistakes(Beanstalk(", ebextensions: eb")), Is.Empty);
        Assert.That(source.Beanstalk!.Ebextensions, Is.EqualTo(new BundledFile[]
        {
            new(".ebextensions/a/c.config", "c"u8.ToArray(), IsExecutable: false),
            new(".ebextensions/b.config", "b"u8.ToArray(), IsExecutable: false),
            new(".ebextensions/linked.config", "shared"u8.ToArray(), IsExecutable: false),
        }).UsingPropertiesComparer());
    }

    [Test]
    public void A_bundle_takes_nothing_from_elsewhere_and_no_secret()
    {
        Write(".ebextensions/keys/app.p8", "a secret");
        Write(".env", "a secret");
        Write("app/a.config", "");
        Link(".ebextensions/a", _outside);
        Link(".ebextensions/b", Path.Combine(_outside, "passwords"));
        Link("app/way-out", _outside);
        Link(".ebextensions/c", "../app/way-out/passwords");
        Link(".ebextensions/d", "../.env");
        Link(".ebextensions/e", "../app");
        Link(".ebextensions/f", "f");
        Link(".ebextensions/g", "../nowhere");

        var mistakes = Mistakes(Beanstalk("", "secrets: [{ from: \"s3://b/app.p8\", to: .ebextensions/keys/app.p8 }, { from: \"s3://b/.env\", to: .env }]\n"));

        var (inside, outside) = (Path.GetFullPath(_root), Path.GetFullPath(_outside));
        Assert.That(mistakes.Split('\n'), Is.EqualTo(new[]
        {
            $"slipway.yml:7:14: '.ebextensions/a' leads out of the repository, to {outside}. Put the file itself there.",
            $"slipway.yml:7:14: '.ebextensions/b' leads out of the repository, to {outside}/passwords. Put the file itself there.",
            $"slipway.yml:7:14: '.ebextensions/c' leads out of the repository, to {outside}/passwords. Put the file itself there.",
            "slipway.yml:7:14: '.ebextensions/d' is a file of 'secrets', and a bundle has none: let Elastic Beanstalk read it from where it is kept.",
            "slipway.yml:7:14: '.ebextensions/e' is a link to a folder. Put the folder itself there.",
            $"slipway.yml:7:14: '.ebextensions/f' cannot go into the bundle: '{inside}/.ebextensions/f' leads over more than 40 links. Put the file itself there.",
            $"slipway.yml:7:14: '.ebextensions/g' leads to {inside}/nowhere, where nothing is. Put the file itself there.",
            "slipway.yml:7:14: '.ebextensions/keys/app.p8' is a file of 'secrets', and a bundle has none: let Elastic Beanstalk read it from where it is kept.",
        }));
    }

    [Test]
    public void The_folder_must_be_inside_of_the_repository_wherever_it_leads()
    {
        Link(".ebextensions", _outside);

        Assert.That(Mistakes(Beanstalk("")), Is.EqualTo($"slipway.yml:7:14: folder '.ebextensions' must be one inside the repository, and is {_outside}. Name another one."));

        Link("all", ".");

        Assert.That(Mistakes(Beanstalk(", ebextensions: all")), Is.EqualTo($"slipway.yml:7:58: folder 'all' must be one inside the repository, and is {_root}. Name another one."));
    }

    private static Settings BlueGreen() => Settings("blue-green", ", cluster: staging, service: shop, codeDeploy: { application: shop, deploymentGroup: shop }");

    private static Settings Beanstalk(string keys, string more = "") =>
        Settings("rolling", ", cluster: staging, service: shop", $"artifacts: {{ elasticBeanstalk: {{ image: app, port: 9000{keys} }} }}\n{more}");

    private static Settings Settings(string strategy, string deploy, string more = "") => SettingsText.Parse(
        $$"""
        application: shop
        region: eu-west-2
        images:
          app: { repository: shop.app }
        environments:
          staging: { deploy: { strategy: {{strategy}}{{deploy}} } }
        {{more}}
        """,
        "staging");

    private string? Remark(Settings settings) => Files(settings).Services[0] is var files ? files.AppspecRemark(files.ReadTaskDefinition()) : null;

    private string Mistakes(Settings settings)
    {
        try
        {
            Files(settings).Check();
            return "";
        }
        catch (RunFailedException failed) when (failed.ExitCode == ExitCodes.Configuration)
        {
            return failed.Message;
        }
    }

    private DeploymentFiles Files(Settings settings) =>
        new(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), new(_root), new Dictionary<string, string>(StringComparer.Ordinal));

    private void WriteTask(string ports) =>
        Write("taskdefs/staging-taskdef.json", $$"""{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app", "portMappings": {{ports}} }] }""");

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_root, name), target);

    private void Write(string name, string text)
    {
        var file = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
