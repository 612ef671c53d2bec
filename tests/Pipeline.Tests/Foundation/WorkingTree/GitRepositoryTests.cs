using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Foundation.WorkingTree;

/// <summary>Against git itself, in a folder of the test's own.</summary>
public sealed class GitRepositoryTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("slipway-git-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_clean_clone_has_a_commit_a_branch_and_a_count()
    {
        await CommitAsync("one", "two");
        await GitAsync("switch", "--quiet", "--create", "feature/x");
        await File.WriteAllTextAsync(Path.Join(_folder, "untracked"), "new");
        var hash = (await GitAsync("rev-parse", "HEAD")).Trim();

        var (head, count) = await ReadAsync(_folder);

        Assert.That((head, count), Is.EqualTo((new GitHead(hash, "feature/x", IsModified: false), 2)));
    }

    [TestCase("changed")]
    [TestCase("removed")]
    [TestCase("staged")]
    public async Task A_tracked_file_that_differs_makes_it_modified(string change)
    {
        await CommitAsync("one");
        var file = Path.Join(_folder, "file");

        if (change == "removed")
            File.Delete(file);
        else
            await File.WriteAllTextAsync(file, "changed");

        if (change == "staged")
            await GitAsync("add", "file");

        var (head, _) = await ReadAsync(_folder);

        Assert.That(head.IsModified, Is.True);
    }

    [Test]
    public async Task A_detached_head_has_no_branch_and_a_folder_inside_of_the_clone_will_do()
    {
        await CommitAsync("one");
        await GitAsync("checkout", "--quiet", "--detach");
        var inner = Directory.CreateDirectory(Path.Join(_folder, "inner")).FullName;

        var (head, _) = await ReadAsync(inner);

        Assert.That((head.Branch, head.IsModified), Is.EqualTo((default(string), false)));
    }

    [Test]
    public async Task A_shallow_clone_is_not_counted()
    {
        await CommitAsync("one", "two");
        var shallow = Path.Join(_folder, "shallow");
        await GitAsync("clone", "--quiet", "--depth=1", new Uri(_folder).AbsoluteUri, shallow);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => new GitRepository(shallow, TimeProvider.System).CountCommitsAsync(CancellationToken.None));

        Assert.That(failure?.Message, Is.EqualTo(
            $"The build number is not known: no CI variable has it, and the clone at '{shallow}' is shallow, so its commits cannot be counted "
            + "(git fetch --unshallow makes it whole). Write --build-number=NUMBER."));
    }

    [Test]
    public async Task Commits_that_cannot_be_counted_are_told_with_the_way_out()
    {
        var repository = new GitRepository(_folder, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => repository.CountCommitsAsync(CancellationToken.None));

        Assert.That(failure?.Message, Does.Match(
            $"^The build number is not known: no CI variable has it, and git rev-(list|parse) failed in '{_folder}': fatal: not a git repository (.|\n)*"
            + "Write --build-number=NUMBER.$"));
    }

    [Test]
    public async Task A_repository_without_a_commit_is_told()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");

        var message = await HeadFailureAsync(_folder);

        Assert.That(message, Is.EqualTo(
            $"The commit is not known: the git repository at '{_folder}' has no commit yet. Run in a clone with git installed, or where the CI service says it "
            + "(CODEBUILD_RESOLVED_SOURCE_VERSION, BITBUCKET_COMMIT, GITHUB_SHA)."));
    }

    [Test]
    public async Task A_folder_that_is_no_repository_is_told_in_git_s_words()
    {
        var message = await HeadFailureAsync(_folder);

        Assert.That(message, Does.StartWith($"The commit is not known: git status failed in '{_folder}': fatal: not a git repository"));
    }

    [Test]
    public async Task A_folder_that_does_not_exist_is_told()
    {
        var message = await HeadFailureAsync(Path.Join(_folder, "nowhere"));

        Assert.That(message, Does.StartWith($"The commit is not known: git could not be started in '{_folder}/nowhere': "));
    }

    [Test]
    public async Task What_has_changed_since_a_commit_is_what_differs_from_it_and_what_is_new()
    {
        await CommitAsync("one");
        await WriteAsync("app/kept", "app/moved", "app/gone", "ignored.log");
        await File.WriteAllTextAsync(Path.Join(_folder, ".gitignore"), "*.log");
        await GitAsync("add", "app", ".gitignore");
        await CommitAsync("two");
        await GitAsync("tag", "before");
        await GitAsync("mv", "app/moved", "app/\u00e4 name");
        await CommitAsync("three");
        File.Delete(Path.Join(_folder, "app/gone"));
        await WriteAsync("new/one");

        var changed = await new GitRepository(Path.Join(_folder, "app"), TimeProvider.System).ListChangedAsync("before", CancellationToken.None);

        Assert.That(changed.Select(file => Path.GetRelativePath(_folder, file)), Is.EquivalentTo(new[] { "app/gone", "app/moved", "app/\u00e4 name", "file", "new/one" }));
    }

    [TestCase("nowhere")]
    [TestCase("HEAD:file")]
    public async Task A_commit_that_there_is_not_ends_with_code_2_and_its_name(string commit)
    {
        await CommitAsync("one");

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => new GitRepository(_folder, TimeProvider.System).ListChangedAsync(commit, CancellationToken.None));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((
            ExitCodes.Configuration,
            $"--changed-since: what has changed since '{commit}' is not known: git rev-parse failed in '{_folder}': fatal: Needed a single revision. "
            + "Name a commit that this clone has; one that is shallow has the last ones only (git fetch --unshallow).")));
    }

    [Test]
    public async Task A_cancelled_question_ends()
    {
        await CommitAsync("one");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.That(async () => await new GitRepository(_folder, TimeProvider.System).ReadHeadAsync(cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<(GitHead Head, int Count)> ReadAsync(string folder)
    {
        var repository = new GitRepository(folder, TimeProvider.System);

        return (await repository.ReadHeadAsync(CancellationToken.None), await repository.CountCommitsAsync(CancellationToken.None));
    }

    private static async Task<string?> HeadFailureAsync(string folder)
    {
        var repository = new GitRepository(folder, TimeProvider.System);

        return (await Assert.ThrowsAsync<RunFailedException>(() => repository.ReadHeadAsync(CancellationToken.None)))?.Message;
    }

    private async Task WriteAsync(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_folder, file))!);
            await File.WriteAllTextAsync(Path.Join(_folder, file), file);
        }
    }

    private async Task CommitAsync(params string[] contents)
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");

        foreach (var content in contents)
        {
            await File.WriteAllTextAsync(Path.Join(_folder, "file"), content);
            await GitAsync("add", "file");
            await GitAsync("-c", "user.name=Slipway", "-c", "user.email=slipway@localhost", "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", content);
        }
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("git", ["-c", "core.hooksPath=/dev/null", .. arguments]) { WorkingDirectory = _folder }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);

        return result.Output;
    }
}
