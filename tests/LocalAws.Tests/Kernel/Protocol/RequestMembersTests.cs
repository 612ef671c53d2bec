using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecs.Api;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

/// <summary>
/// Every member of a request that AWS's API model has is read, or refused, or known to change nothing: what is accepted happens. The models are in
/// <c>Members/SERVICE.txt</c>; <c>renew.py</c> beside them writes them anew.
/// </summary>
public sealed partial class RequestMembersTests
{
    private static readonly string Members = Path.Combine(Workspace.Repository, "tests/LocalAws.Tests/Kernel/Protocol/Members");

    /// <summary>By the name of their model: the folder of the service, and how LocalAws finds it.</summary>
    private static readonly Dictionary<string, (string Folder, string Name)> Services = new()
    {
        ["acm"] = ("Acm", "CertificateManager"),
        ["cloudwatch"] = ("CloudWatch", "GraniteServiceVersion20100801"),
        ["codedeploy"] = ("CodeDeploy", "CodeDeploy_20141006"),
        ["ecr"] = ("Ecr", "AmazonEC2ContainerRegistry_V20150921"),
        ["ecs"] = ("Ecs", "AmazonEC2ContainerServiceV20141113"),
        ["elbv2"] = ("LoadBalancing", "elasticloadbalancing"),
        ["logs"] = ("Logs", "Logs_20140328"),
        ["scheduler"] = ("Schedules", "scheduler"),
        ["secretsmanager"] = ("Secrets", "secretsmanager"),
        ["servicediscovery"] = ("CloudMap", "Route53AutoNaming_v20170314"),
        ["ssm"] = ("Secrets", "AmazonSSM"),
        ["sts"] = ("Sts", "sts"),
    };

    private static readonly IReadOnlyList<(string Service, string Path)> WithoutEffect =
        [.. Lines("without-effect").Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)].Split(' ')).Select(words => (words[0], words[1]))];

    private static IEnumerable<string> Models => Services.Keys;

    [TestCaseSource(nameof(Models))]
    public async Task Each_member_is_read_or_refused_or_changes_nothing(string model)
    {
        var source = Source(Services[model].Folder, model);
        var refused = (await UnsupportedAsync(model)).All.ToHashSet();

        var unknown = Operations(model).Where(operation => Says(source, operation.Name)).SelectMany(operation => operation.Members
            .Where(path => !Reads(source, path) && !IsWithin(path, part => refused.Contains((operation.Name, part))) && !IsWithin(path, part => WithoutEffect.Contains((model, part))))
            .Select(path => $"{operation.Name} {path}"));

        Assert.That(string.Join('\n', unknown), Is.Empty, "read them, refuse them (Unsupported of the service), or say in without-effect.txt why they change nothing");
    }

    [TestCaseSource(nameof(Models))]
    public async Task What_is_refused_or_changes_nothing_is_in_the_model(string model)
    {
        var operations = Operations(model).ToDictionary(operation => operation.Name, operation => operation.Members);
        var all = operations.Values.SelectMany(paths => paths).ToHashSet();

        var refused = (await UnsupportedAsync(model)).All.Where(member => !operations.TryGetValue(member.Operation, out var paths) || !paths.Contains(member.Path));
        var ignored = WithoutEffect.Where(member => member.Service == model && !all.Contains(member.Path));

        Assert.That(refused, Is.Empty);
        Assert.That(ignored, Is.Empty);
    }

    [TestCaseSource(nameof(Models))]
    public void What_changes_nothing_is_not_asked_for(string model)
    {
        var source = Source(Services[model].Folder, model);
        var paths = Operations(model).SelectMany(operation => operation.Members).ToHashSet();

        var asked = WithoutEffect.Where(member => member.Service == model && IsLeaf(paths, member.Path) && paths.Count(path => NameOf(path) == NameOf(member.Path)) == 1 && AsksFor(source, NameOf(member.Path)));

        Assert.That(asked, Is.Empty, "delete them from without-effect.txt: they have an effect now");
    }

    /// <summary>
    /// The last name of the path, which nobody can read without writing it; an answer that has the name does not read it. Of an object or list, what is in it is on lines
    /// of its own.
    /// </summary>
    private static bool Reads(string source, string path) => Regex.IsMatch(source, $@"(?<!\[)""{NameOf(path)}""|\[""{NameOf(path)}""(?!\] (\?\?)?= )");

    /// <summary>Whether a name is all that is given to a method or an indexer. Shapes, which only check it, and answers give more.</summary>
    private static bool AsksFor(string source, string name) => Regex.IsMatch(source, $@"[(\[]""{name}""[)\]](?! (\?\?)?= )");

    private static bool IsLeaf(HashSet<string> paths, string path) =>
        !paths.Any(other => other.StartsWith($"{path}.", StringComparison.Ordinal) || other.StartsWith($"{path}[].", StringComparison.Ordinal));

    private static string NameOf(string path) => path.Split('.')[^1].TrimEnd('[', ']');

    private static bool Says(string source, string operation) => Regex.IsMatch(source, $@"\b{operation}\b");

    private static bool IsWithin(string path, Func<string, bool> isListed)
    {
        var parts = path.Split('.');
        return Enumerable.Range(1, parts.Length).Any(count => isListed(string.Join('.', parts[..count]).TrimEnd('[', ']')) || isListed(string.Join('.', parts[..count])));
    }

    private static async Task<UnsupportedMembers> UnsupportedAsync(string model)
    {
        await using var server = await LocalAwsServer.StartAsync();
        var services = server.Application.Services;
        var unsupported = services.GetServices<IJsonService>().Where(service => service.TargetPrefix == Services[model].Name).Select(service => service.Unsupported)
            .Concat(services.GetServices<IQueryService>().Where(service => service.SigningName == Services[model].Name).Select(service => service.Unsupported))
            .Concat(services.GetServices<IRestService>().Where(service => service.SigningName == Services[model].Name).Select(service => service.Unsupported))
            .Single();
        return new(model != "ecs" ? unsupported :
        [
            .. unsupported,
            .. ServiceSupport.NotEmulated.Select(path => $"CreateService,UpdateService {path}"),
            .. ServiceSupport.OfTasks.Select(path => $"RegisterTaskDefinition {path}"),
        ]);
    }

    private static string Source(string folder, string model)
    {
        var files = new[] { folder, "Kernel/Protocol" }.SelectMany(part => Directory.EnumerateFiles(Path.Combine(Workspace.Repository, "build/LocalAws", part), "*.cs", SearchOption.AllDirectories))
            // What a call needs of IAM is no effect of it, and also said of operations that are not emulated.
            .Where(file => !file.EndsWith("PermissionSource.cs", StringComparison.Ordinal));
        // Its files, and not those below them: the shapes of the API name every member and read none.
        if (model == "ecs") files = files.Concat(Directory.EnumerateFiles(Path.Combine(Workspace.Repository, "build/LocalAws/DeploymentConfiguration"), "*.cs")).Concat(Directory.EnumerateFiles(Path.Combine(Workspace.Repository, "build/Ecs/TaskDefinitions"), "*.cs"));
        return string.Concat(files.Select(File.ReadAllText).Select(text => Comment().Replace(text, "")));
    }

    private static IEnumerable<(string Name, string[] Members)> Operations(string model) =>
        Lines(model).Select(line => line.Split(' ')).Select(words => (words[0], words[1..]));

    private static IEnumerable<string> Lines(string name) => File.ReadLines(Path.Combine(Members, $"{name}.txt")).Where(line => line.Length > 0 && line[0] != '#');

    [GeneratedRegex("^ *//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
