using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Runs;

[NonParallelizable] // It sets environment variables of this process.
public sealed class StepIdentityTests
{
    private const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";

    private static readonly Dictionary<string, string> Step = new(StringComparer.Ordinal)
    {
        ["BITBUCKET_STEP_OIDC_TOKEN"] = "header.payload.signature",
        ["AWS_ROLE_ARN"] = "arn:aws:iam::170904582664:role/deploys",
    };

    private string _root = "";
    private string? _before;

    [SetUp]
    public void MakeRoot()
    {
        _root = Directory.CreateTempSubdirectory("slipway-identity-").FullName;
        _before = Environment.GetEnvironmentVariable(TokenFile);
        Environment.SetEnvironmentVariable(TokenFile, null);
    }

    [TearDown]
    public void RemoveRoot()
    {
        Environment.SetEnvironmentVariable(TokenFile, _before);
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task The_token_is_in_a_file_that_the_SDK_finds_and_that_goes_with_the_run()
    {
        var run = RunDirectory.Create(_root);

        await StepIdentity.ProvideAsync(Step, run.FullPath, CancellationToken.None);

        var file = Environment.GetEnvironmentVariable(TokenFile)!;
        Assert.That(file, Does.StartWith(run.FullPath));
        Assert.That(File.ReadAllText(file), Is.EqualTo("header.payload.signature"));
        run.Clear();
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_file_is_for_its_owner_only()
    {
        await StepIdentity.ProvideAsync(Step, RunDirectory.Create(_root).FullPath, CancellationToken.None);

        Assert.That(File.GetUnixFileMode(Environment.GetEnvironmentVariable(TokenFile)!), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase("BITBUCKET_STEP_OIDC_TOKEN", "")]
    [TestCase("AWS_ROLE_ARN", " ")]
    [TestCase("AWS_WEB_IDENTITY_TOKEN_FILE", "/the/users/own")]
    public async Task Nothing_is_written_without_token_or_role_or_where_the_user_has_named_a_file(string name, string value)
    {
        var run = RunDirectory.Create(_root);

        await StepIdentity.ProvideAsync(new Dictionary<string, string>(Step, StringComparer.Ordinal) { [name] = value }, run.FullPath, CancellationToken.None);

        Assert.That(Environment.GetEnvironmentVariable(TokenFile), Is.Null);
        Assert.That(Directory.GetFileSystemEntries(run.FullPath), Is.Empty);
    }
}
