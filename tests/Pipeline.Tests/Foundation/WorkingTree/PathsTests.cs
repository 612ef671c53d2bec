using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Foundation.WorkingTree;

/// <summary>Which folder is the application, by where the user stands: <c>home/slipway</c> has build.sh, <c>home/shop</c> is an application.</summary>
public sealed class PathsTests
{
    private DirectoryInfo _home = null!;

    [SetUp]
    public void CreateFolders()
    {
        _home = Directory.CreateTempSubdirectory("slipway-paths-");
        foreach (var folder in new[] { "slipway/build", "shop/api", "slipway-old" }) _home.CreateSubdirectory(folder);
        File.WriteAllText(PathOf("slipway/slipway.yml"), "");
    }

    [TearDown]
    public void RemoveFolders() => _home.Delete(recursive: true);

    [TestCase("shop", "--working=api", "shop/api")]
    [TestCase("shop", "--working=.", "shop")]
    [TestCase("slipway/build", "--working=../../shop/", "shop")]
    [TestCase("slipway", "--working=../shop", "shop")]
    public void A_relative_working_directory_is_relative_to_where_the_user_stands(string caller, string working, string application) =>
        Assert.That(Find(caller, "--target=Status", "--env=staging", working).Root, Is.EqualTo(PathOf(application)));

    [Test]
    public void An_absolute_working_directory_is_taken_as_it_is() =>
        Assert.That(Find("slipway", "--target=Lint", $"--working={PathOf("shop")}").Root, Is.EqualTo(PathOf("shop")));

    [Test]
    public void A_working_directory_that_does_not_exist_is_a_mistake_of_the_command_line()
    {
        var wrong = Assert.Throws<CommandLineException>(() => Find("shop", "--target=Lint", "--working=apj"))!;

        Assert.That(wrong.Message, Is.EqualTo($"--working: there is no folder '{PathOf("shop/apj")}'"));
    }

    [TestCase("shop", "shop")]
    [TestCase("slipway-old", "slipway-old")]
    [TestCase("slipway", "slipway")]
    [TestCase("slipway/build", "slipway")]
    public void Init_starts_the_application_that_the_user_stands_in(string caller, string application)
    {
        var paths = Find(caller, "--target=Init");

        Assert.That((paths.Root, paths.Slipway), Is.EqualTo((PathOf(application), PathOf("slipway"))));
    }

    [TestCase("shop")]
    [TestCase("slipway")]
    [TestCase("slipway/build")]
    public void Other_targets_act_on_the_repository_of_build_sh(string caller) =>
        Assert.That(Find(caller, "--target=Lint").Root, Is.EqualTo(PathOf("slipway")));

    [Test]
    public void An_application_elsewhere_that_has_its_configuration_is_acted_on_from_its_folder()
    {
        File.WriteAllText(PathOf("shop/slipway.yml"), "");

        Assert.That(Find("shop", "--target=Lint").Root, Is.EqualTo(PathOf("shop")));
    }

    [TestCase("slipway", "--target=Lint", "slipway")]
    [TestCase("slipway/build", "--target=Lint", "slipway")]
    [TestCase("slipway/build", "--target=Init", "slipway/build")]
    [TestCase("shop/api", "--target=Lint", "shop/api")]
    public void Without_a_script_it_is_the_nearest_folder_with_a_configuration(string caller, string target, string application)
    {
        var paths = FindBy(new() { [EnvironmentVariables.Caller] = PathOf(caller) }, target);

        Assert.That((paths.Root, paths.Slipway), Is.EqualTo((PathOf(application), PathOf(application))));
    }

    private string PathOf(string folder) => Path.Join(_home.FullName, folder);

    private Paths Find(string caller, params string[] arguments) =>
        FindBy(new() { [EnvironmentVariables.Root] = PathOf("slipway"), [EnvironmentVariables.Caller] = PathOf(caller) }, arguments);

    private static Paths FindBy(Dictionary<string, string> variables, params string[] arguments)
    {
        var invocation = Arguments.Parse(arguments, TaskCatalogue.Targets);
        return Paths.Find(variables, invocation, createsConfiguration: invocation.Targets.Contains("Init"));
    }
}
