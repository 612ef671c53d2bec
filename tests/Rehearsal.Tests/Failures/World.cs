using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// What a run that fails must not change: the application that runs, the tags in the registry, the artifacts, the working tree. Two
/// that are equal say the same in every line.
/// </summary>
internal static class World
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>The service's task and task definition, and what its page answers with.</summary>
    public static async Task<IReadOnlyList<string>> ApplicationAsync(RehearsalCopy copy, LocalAwsCalls aws)
    {
        var tasks = await aws.EcsAsync("ListTasks", new() { ["cluster"] = "local", ["serviceName"] = "tutorbloc" });
        var described = await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray("tutorbloc") });
        var service = described["services"]![0]!;
        return
        [
            .. tasks["taskArns"]!.AsArray().Select(task => $"task {task}"),
            $"task definition {service["taskDefinition"]}, running {service["runningCount"]}",
            $"page {await StatusAsync(copy.Page)}",
        ];
    }

    public static async Task<HttpStatusCode> StatusAsync(string url)
    {
        using var answer = await Http.GetAsync(url);
        return answer.StatusCode;
    }

    /// <summary>All tags in the registry with their digests.</summary>
    public static async Task<IReadOnlyList<string>> TagsAsync(LocalAwsCalls aws)
    {
        var tags = new List<string>();
        var repositories = await aws.EcrAsync("DescribeRepositories", []);
        foreach (var repository in repositories["repositories"]!.AsArray().Select(node => (string)node!["repositoryName"]!))
        {
            var images = await aws.EcrAsync("DescribeImages", new() { ["repositoryName"] = repository });
            tags.AddRange(
                from image in images["imageDetails"]!.AsArray()
                from tag in image["imageTags"]?.AsArray() ?? []
                select $"{repository}:{tag} {image["imageDigest"]}");
        }

        tags.Sort(StringComparer.Ordinal);
        return tags;
    }

    /// <summary>Files with the hash of their content; none when there is no such folder.</summary>
    public static IReadOnlyList<string> Files(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    /// <summary>What the .NET runtime puts into a temporary folder for as long as a process lives is nobody's leftover.</summary>
    public static IReadOnlyList<string> Leftovers(string temporaryFolder) =>
    [
        .. Directory.GetFileSystemEntries(temporaryFolder).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) && !name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal) && name != ".dotnet"),
    ];
}
