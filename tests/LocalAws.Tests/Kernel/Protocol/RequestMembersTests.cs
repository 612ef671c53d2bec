using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecs.Api;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Protocol;

/// <summary>
/// Every member of a request that AWS's API model has is read by the operation itself, or refused, or known to change nothing: what is accepted happens. The models are in
/// <c>Members/SERVICE.txt</c>; <c>renew.py</c> beside them writes them anew.
/// </summary>
public sealed class RequestMembersTests
{
    private static readonly string Members = Path.Combine(Workspace.Repository, "tests/LocalAws.Tests/Kernel/Protocol/Members");

    /// <summary>By the name of their model: the folder of the service, and how LocalAws finds it.</summary>
    private static readonly Dictionary<string, (string Folder, string Name)> Services = new()
    {
        ["acm"] = ("Acm", "CertificateManager"),
        ["application-autoscaling"] = ("Scaling", "AnyScaleFrontendService"),
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

    private const string S3 = "Slipway.LocalAws.S3";

    /// <summary>The operations of S3, and what answers each.</summary>
    private static readonly string[] ObjectHandlers =
    [
        "AttributeCalls.HandleAsync GetObjectAttributes",
        "BucketCalls.CreateAsync CreateBucket", "BucketCalls.DeleteAsync DeleteBucket", "BucketCalls.DeleteObjectsAsync DeleteObjects", "BucketCalls.HeadAsync HeadBucket",
        "BucketCalls.ListAsync ListBuckets", "BucketCalls.ListObjectsAsync ListObjects,ListObjectsV2", "BucketCalls.ListVersionsAsync ListObjectVersions", "BucketCalls.LocateAsync GetBucketLocation",
        "ConfigurationCalls.HandleAsync DeleteBucketEncryption,DeleteBucketLifecycle,DeleteBucketOwnershipControls,DeleteBucketPolicy,DeleteBucketTagging,DeletePublicAccessBlock",
        "ConfigurationCalls.HandleAsync GetBucketAccelerateConfiguration,GetBucketAcl,GetBucketCors,GetBucketEncryption,GetBucketLifecycleConfiguration,GetBucketLogging",
        "ConfigurationCalls.HandleAsync GetBucketNotificationConfiguration,GetBucketOwnershipControls,GetBucketPolicy,GetBucketReplication,GetBucketRequestPayment,GetBucketTagging",
        "ConfigurationCalls.HandleAsync GetBucketVersioning,GetBucketWebsite,GetObjectLockConfiguration,GetPublicAccessBlock,PutBucketEncryption,PutBucketLifecycleConfiguration",
        "ConfigurationCalls.HandleAsync PutBucketOwnershipControls,PutBucketPolicy,PutBucketTagging,PutBucketVersioning,PutPublicAccessBlock",
        "MultipartCalls.AbortAsync AbortMultipartUpload", "MultipartCalls.CompleteAsync CompleteMultipartUpload", "MultipartCalls.CreateAsync CreateMultipartUpload",
        "MultipartCalls.ListAsync ListMultipartUploads", "MultipartCalls.ListPartsAsync ListParts", "MultipartCalls.PutPartAsync UploadPart,UploadPartCopy",
        "ObjectCalls.DeleteAsync DeleteObject", "ObjectCalls.GetAsync GetObject,HeadObject", "ObjectCalls.PutAsync CopyObject,PutObject",
        "TagCalls.HandleAsync DeleteObjectTagging,GetObjectTagging,PutObjectTagging",
    ];

    private static IEnumerable<TestCaseData<string, string, string>> ObjectCalls =>
        from line in ObjectHandlers
        let words = line.Split(' ', '.')
        from operation in words[2].Split(',')
        select new TestCaseData<string, string, string>(operation, words[0], words[1]);

    /// <summary>Operations whose request stays as the settings of what they make or change: it is read later, too, by what works with that.</summary>
    private static readonly HashSet<string> Kept =
    [
        "ecs CreateCluster", "ecs CreateService", "ecs CreateTaskSet", "ecs RegisterTaskDefinition", "ecs UpdateService", "scheduler CreateSchedule", "scheduler UpdateSchedule",
    ];

    /// <summary>Without operations: of all.</summary>
    private static readonly IReadOnlyList<(string Service, string[] Operations, string Path)> WithoutEffect =
        [.. Lines("without-effect").Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)].Split(' ')).Select(words => (words[0], words.Length == 3 ? words[1].Split(',') : [], words[^1]))];

    private static readonly Lazy<OperationCode> Compiled = new(() => new(
        new[] { "slipway-local-aws.dll", "Slipway.Ecs.dll" }.Select(name => Path.Join(AppContext.BaseDirectory, name)),
        Services.Keys.SelectMany(Operations).Select(operation => operation.Name).ToHashSet()));

    private static IEnumerable<string> Models => Services.Keys;

    [TestCaseSource(nameof(Models))]
    public async Task Each_member_is_read_or_refused_or_changes_nothing(string model)
    {
        var room = $"Slipway.LocalAws.{Services[model].Folder}";
        var later = Compiled.Value.ReadLater(room);
        var handled = Compiled.Value.Handled(room).ToHashSet();
        var refused = (await UnsupportedAsync(model)).All.ToHashSet();
        List<string> unknown = [];
        foreach (var (operation, members) in Operations(model).Where(operation => handled.Contains(operation.Name)))
        {
            var read = Compiled.Value.Read(room, operation);
            var judged = members.Where(path => IsWithin(path, part => refused.Contains((operation, part)) || ChangesNothing(model, operation, part))).ToHashSet();
            unknown.AddRange(members
                .Where(path => !judged.Contains(path) && !read.Contains(NameOf(path)) && !(Kept.Contains($"{model} {operation}") && later.Contains(NameOf(path))))
                // Of an object, what is in it may have been judged instead.
                .Where(path => members.Where(other => IsBelow(other, path)).ToList() is var below && (below.Count == 0 || !below.TrueForAll(judged.Contains)))
                .Select(path => $"{operation} {path}"));
        }

        Assert.That(string.Join('\n', unknown), Is.Empty, "read them, refuse them (Unsupported of the service), or say in without-effect.txt why they change nothing");
    }

    /// <summary>What has no handler that could be found here answers nothing either: no operation goes unseen.</summary>
    [TestCaseSource(nameof(Models))]
    public async Task An_operation_without_a_handler_is_not_emulated(string model)
    {
        var (folder, name) = Services[model];
        var handled = Compiled.Value.Handled($"Slipway.LocalAws.{folder}").ToHashSet();
        await using var server = await LocalAwsServer.StartAsync();
        var services = server.Application.Services;
        var json = services.GetServices<IJsonService>().Where(service => service.TargetPrefix == name).Select(service => (Func<string, Task>)(operation => service.InvokeAsync(operation, [], default)));
        var query = services.GetServices<IQueryService>().Where(service => service.SigningName == name).Select(service => (Func<string, Task>)(operation => service.InvokeAsync(operation, new Dictionary<string, string>(), null, default)));
        var rest = services.GetServices<IRestService>().Where(service => service.SigningName == name).Select(service => (Func<string, Task>)(operation => service.InvokeAsync(operation, [], default)));
        var invoke = json.Concat(query).Concat(rest).Single();

        foreach (var operation in Operations(model).Select(operation => operation.Name).Where(operation => !handled.Contains(operation)))
            Assert.That(async () => await invoke(operation), Throws.TypeOf<AwsErrorException>().With.Property(nameof(AwsErrorException.Message)).StartsWith("LocalAws does not emulate"), operation);
        Assert.That(handled, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Models))]
    public async Task What_is_refused_or_changes_nothing_is_in_the_model(string model)
    {
        var operations = Operations(model).ToDictionary(operation => operation.Name, operation => operation.Members);
        var all = operations.Values.SelectMany(paths => paths).ToHashSet();

        var refused = (await UnsupportedAsync(model)).All.Where(member => !operations.TryGetValue(member.Operation, out var paths) || !paths.Contains(member.Path));
        var ignored = WithoutEffect.Where(member => member.Service == model
            && (member.Operations.Length == 0 ? !all.Contains(member.Path) : !Array.TrueForAll(member.Operations, operation => operations.GetValueOrDefault(operation, []).Contains(member.Path))));

        Assert.That(refused, Is.Empty);
        Assert.That(ignored, Is.Empty);
    }

    /// <summary>
    /// Members of S3 are headers, parameters of the query and elements of XML. Every call refuses parameters that it does not name, and one list refuses headers.
    /// </summary>
    [TestCaseSource(nameof(ObjectCalls))]
    public void Each_member_of_S3_is_read_or_refused_or_changes_nothing(string operation, string type, string method)
    {
        HashSet<string> read = new(Compiled.Value.ReadBy($"{S3}.{type}", method), StringComparer.OrdinalIgnoreCase);
        read.UnionWith(Compiled.Value.ReadBy($"{S3}.RequestHeaders", "Check"));
        if (type == "ConfigurationCalls") read.UnionWith(Compiled.Value.ReadBy($"{S3}.BucketConfiguration", "Of"));
        // What signatures in the query have in common.
        read.Remove("x-amz-");
        var allowed = Compiled.Value.NamedBy($"{S3}.{type}", method);
        var members = Operations("s3").Single(known => known.Name == operation).Members;

        var unknown = members.Where(path => !IsWithin(path, part => ChangesNothing("s3", operation, part)) && !members.Any(other => IsBelow(other, path))
            && path.Split(':') switch
            {
                ["header", var header] => !read.Any(text => text.Equals(header, StringComparison.OrdinalIgnoreCase) || IsOne(header, text)),
                ["querystring", var parameter] => allowed.Contains(parameter) && !read.Contains(parameter),
                _ => !read.Contains(NameOf(path)),
            });

        Assert.That(string.Join('\n', unknown), Is.Empty, "read them, refuse them (RequestHeaders), or say in without-effect.txt why they change nothing");
    }

    /// <summary>Whether a header is one of those that begin alike and are read as such: <c>x-amz-meta-*</c>, the checksums and not what is said about them.</summary>
    private static bool IsOne(string header, string prefix) => prefix.EndsWith('-') && header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && header is not ("x-amz-checksum-algorithm" or "x-amz-checksum-mode" or "x-amz-checksum-type");

    private static bool ChangesNothing(string model, string operation, string path) =>
        WithoutEffect.Any(member => member.Service == model && member.Path == path && (member.Operations.Length == 0 || member.Operations.Contains(operation)));

    private static bool IsBelow(string path, string other) => path.StartsWith($"{other}.", StringComparison.Ordinal) || path.StartsWith($"{other}[].", StringComparison.Ordinal);

    private static string NameOf(string path) => path.Split('.')[^1].TrimEnd('[', ']');

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

    private static IEnumerable<(string Name, string[] Members)> Operations(string model) =>
        Lines(model).Select(line => line.Split(' ')).Select(words => (words[0], words[1..]));

    private static IEnumerable<string> Lines(string name) => File.ReadLines(Path.Combine(Members, $"{name}.txt")).Where(line => line.Length > 0 && line[0] != '#');
}
