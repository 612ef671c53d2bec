using NSubstitute;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Testing;
using static Slipway.Pipeline.Tests.Deployment.Checks.CheckedRegistry;

namespace Slipway.Pipeline.Tests.Deployment.Checks;

public sealed class ScanGateTests
{
    private const string Complete = "'imageScanStatus':{'status':'COMPLETE'},";

    private static readonly DeployedImage Image = new("app", "shop.app@sha256:1", "shop.app", Digest);

    [TestCase("critical", Complete + "'imageScanFindings':{'findingSeverityCounts':{}}")]
    [TestCase("critical", Complete + "'imageScanFindings':{'findingSeverityCounts':{'HIGH':7,'INFORMATIONAL':3,'UNDEFINED':2}}")]
    [TestCase("low", "'imageScanStatus':{'status':'ACTIVE'},'imageScanFindings':{'enhancedFindings':[{'severity':'CRITICAL','status':'SUPPRESSED'},{'severity':'UNTRIAGED','status':'ACTIVE'}]}")]
    [TestCase("low", "'imageScanStatus':{'status':'COMPLETE'}")]
    public async Task An_image_without_such_findings_passes(string fail, string answer)
    {
        Assert.That(await ProblemAsync(fail, Answer(answer)), Is.Null);
    }

    [TestCase("critical", Complete + "'imageScanFindings':{'findingSeverityCounts':{'CRITICAL':2,'HIGH':1},'findings':[{'name':'CVE-1','severity':'CRITICAL'},{'name':'CVE-2','severity':'HIGH'},{'name':'CVE-3','severity':'CRITICAL'}]}",
        "the scan of shop.app@sha256:1 has found 2 CRITICAL (CVE-1, CVE-3). Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'.")]
    [TestCase("medium", Complete + "'imageScanFindings':{'findingSeverityCounts':{'MEDIUM':6,'HIGH':1}}",
        "the scan of shop.app@sha256:1 has found 1 HIGH, 6 MEDIUM. Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'.")]
    [TestCase("high", "'imageScanStatus':{'status':'ACTIVE'},'imageScanFindings':{'enhancedFindings':[{'severity':'HIGH','status':'ACTIVE','title':'a title','packageVulnerabilityDetails':{'vulnerabilityId':'CVE-9'}}]}",
        "the scan of shop.app@sha256:1 has found 1 HIGH (CVE-9). Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'.")]
    [TestCase("critical", Complete + "'imageScanFindings':{'findingSeverityCounts':{'CATASTROPHIC':1}}",
        "the scan of shop.app@sha256:1 has found 1 CATASTROPHIC. Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'.")]
    [TestCase("critical", "'imageScanStatus':{'status':'FAILED','description':'The scan failed.'}",
        "the scan of shop.app@sha256:1 failed: The scan failed. Scan it again: aws ecr start-image-scan --repository-name shop.app --image-id imageDigest=" + Digest + ".")]
    [TestCase("critical", "'imageScanStatus':{'status':'UNSUPPORTED_IMAGE','description':'The operating system is not supported.'}",
        "ECR cannot scan shop.app@sha256:1: The operating system is not supported. Build it on a system that it knows, or take 'deploy.scan' out.")]
    [TestCase("critical", "'imageScanStatus':{'status':'FINDINGS_UNAVAILABLE'}", "ECR has no findings of shop.app@sha256:1 any more. Scan or push it again.")]
    [TestCase("critical", "'imageScanStatus':{'status':'SCAN_ELIGIBILITY_EXPIRED'}",
        "shop.app@sha256:1 is too old for ECR to be scanned still. Push it again, or lengthen the scan duration in the registry's settings.")]
    [TestCase("critical", "'imageScanStatus':{'status':'IMAGE_ARCHIVED'}", "the scan of shop.app@sha256:1 is IMAGE_ARCHIVED, which says nothing of what is in it. Scan or push it again.")]
    [TestCase("critical", "'imageScanStatus':{'status':'IN_PROGRESS'}", "the scan of shop.app@sha256:1 is IN_PROGRESS after 20 s. Deploy again when it has ended, or raise 'deploy.scan.wait'.")]
    [TestCase("critical", "'imageScanStatus':{'status':'PENDING'}", "the scan of shop.app@sha256:1 is PENDING after 20 s. Deploy again when it has ended, or raise 'deploy.scan.wait'.")]
    public async Task What_is_not_surely_good_is_refused_with_what_to_do(string fail, string answer, string problem)
    {
        Assert.That(await ProblemAsync(fail, Answer(answer)), Is.EqualTo($"slipway.yml:9:5: container 'app': {problem}"));
    }

    [Test]
    public async Task An_image_that_was_never_scanned_is_refused_with_how_to_scan_it()
    {
        var problem = await ProblemAsync("critical", AwsAnswer.Refusal("ScanNotFoundException", "Image scan does not exist"));

        Assert.That(problem, Is.EqualTo(
            $"slipway.yml:9:5: container 'app': shop.app@sha256:1 was not scanned. Let ECR scan it: aws ecr start-image-scan --repository-name shop.app --image-id imageDigest={Digest}, or for every push: "
            + "aws ecr put-image-scanning-configuration --repository-name shop.app --image-scanning-configuration scanOnPush=true."));
    }

    [Test]
    public async Task A_scan_that_has_not_ended_is_waited_for()
    {
        var time = new ManualTimeProvider();

        var problem = await ProblemAsync(
            "critical",
            time,
            AwsAnswer.Refusal("ScanNotFoundException", "Image scan does not exist"),
            Answer("'imageScanStatus':{'status':'IN_PROGRESS'}"),
            AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"),
            Answer(Complete + "'imageScanFindings':{}"));

        Assert.That(problem, Is.Null);
        Assert.That(time.Waits.Select(wait => wait.TotalSeconds), Is.EqualTo(new[] { 5, 5, 5 }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_scan_is_started_once_where_that_is_asked_for_and_a_refusal_decides_nothing(bool isRefused)
    {
        using var registry = new CheckedRegistry();
        registry.Aws.On("StartImageScan", isRefused ? AwsAnswer.Refusal("ValidationException", "This feature is disabled") : AwsAnswer.Ok("{}"));
        var never = AwsAnswer.Refusal("ScanNotFoundException", "Image scan does not exist");

        var problem = await ProblemAsync(registry, "critical", new(), starts: true, never, never, Answer(Complete + "'imageScanFindings':{}"));

        Assert.That(problem, Is.Null);
        Assert.That(registry.Aws.DocumentsTo("StartImageScan").Select(document => document.ToJsonString()), Is.EqualTo(new[]
        {
            $$$"""{"repositoryName":"shop.app","imageId":{"imageDigest":"{{{Digest}}}"}}""",
        }));
    }

    [Test]
    public async Task Findings_of_all_pages_count()
    {
        var problem = await ProblemAsync(
            "critical",
            Answer(Complete + "'imageScanFindings':{'findings':[{'name':'CVE-1','severity':'LOW'}]},'nextToken':'2'"),
            Answer(Complete + "'imageScanFindings':{'findings':[{'name':'CVE-2','severity':'CRITICAL'}]}"));

        Assert.That(problem, Does.EndWith("has found 1 CRITICAL (CVE-2). Fix it (a newer base image, newer packages), or raise 'deploy.scan.fail'."));
    }

    private static Task<string?> ProblemAsync(string fail, params AwsAnswer[] answers) => ProblemAsync(fail, new ManualTimeProvider(), answers);

    private static async Task<string?> ProblemAsync(string fail, ManualTimeProvider time, params AwsAnswer[] answers)
    {
        using var registry = new CheckedRegistry();
        return await ProblemAsync(registry, fail, time, starts: false, answers);
    }

    private static async Task<string?> ProblemAsync(CheckedRegistry registry, string fail, ManualTimeProvider time, bool starts, params AwsAnswer[] answers)
    {
        registry.Aws.On("DescribeImageScanFindings", answers);
        var settings = new ScanSettings(Enum.Parse<ScanSeverity>(fail, ignoreCase: true), TimeSpan.FromSeconds(20), starts, new("slipway.yml", 9, 5));
        return await time.RunAsync(CheckAsync(), TimeSpan.FromSeconds(5));

        async Task<string?> CheckAsync()
        {
            try
            {
                await new ScanGate(registry.Clients.Ecr, Substitute.For<ILog>(), time).CheckAsync(settings, [Image], CancellationToken.None);
                return null;
            }
            catch (RunFailedException failure) when (failure.ExitCode == ExitCodes.Prerequisite)
            {
                return failure.Message;
            }
        }
    }

    private static AwsAnswer Answer(string members) => AwsAnswer.Ok($"{{{members}}}");
}
