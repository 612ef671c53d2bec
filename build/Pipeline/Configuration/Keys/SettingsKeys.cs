using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The top level of <c>slipway.yml</c>. Reader, JSON Schema and reference all come from here.</summary>
internal static class SettingsKeys
{
    public const string ApplicationName = "application";
    public const string EnvironmentsName = "environments";
    public const string LintName = "lint";

    public static readonly Key<string> Application = new(
        ApplicationName, new TextSchema(TextRules.Application), "The application's name. It becomes part of the names of containers and records.")
    {
        IsRequired = true,
        Example = "shop",
    };

    public static readonly Key<string> Region = new("region", new TextSchema(TextRules.Region), "The AWS region that is deployed to.")
    {
        IsRequired = true,
        Example = "eu-west-2",
    };

    public static readonly Key<string> Account = new(
        "account", new TextSchema(TextRules.Account), "The AWS account that is deployed to. A run with credentials of another account is refused.")
    {
        DefaultInWords = "the account that the credentials belong to",
        Example = "170904582664",
    };

    private static readonly Key<Template> Role = new(
        "role", new TemplateSchema(TemplateKind.Text, TextRules.Role), "The ARN of an IAM role that is assumed for everything that is done in AWS.")
    {
        DefaultInWords = "none; the credentials are used as they are",
        Example = "arn:aws:iam::{account}:role/{env}-deployer",
    };

    private static readonly Key<Template> Registry = new(
        "registry", new TemplateSchema(TemplateKind.Text, TextRules.Registry), "The image registry: its host, and its port where it needs one.")
    {
        DefaultInWords = "ECR's, `{account}.dkr.ecr.{region}.amazonaws.com`",
        Example = "registry.example.org:5000",
    };

    private static readonly Key<ComposeSettings> Compose =
        new("compose", ComposeKeys.Shape, "The Docker Compose application that is built, started and tested.") { DefaultInWords = "docker-compose.yml" };

    private static readonly Key<IReadOnlyList<ImageSettings>> Images = new(
        "images",
        new NamedSchema<ImageSettings>("service", TextRules.ComposeService, ImageKeys.Shape),
        "The images that are built and pushed, each by the Compose service that it is built from. Without any, what the task definition names is pulled as it is.");

    private static readonly Key<IReadOnlyList<PullSettings>> Pull = new(
        "pull",
        new NamedSchema<PullSettings>("service", TextRules.ComposeService, PullKeys.Shape),
        "The images that are built elsewhere and pulled from the registry, each by the Compose service that uses it.");

    private static readonly Key<IReadOnlyList<SecretSettings>> Secrets =
        new("secrets", new ListSchema<SecretSettings>(SecretKeys.Shape), "What is fetched before anything is built, and removed at the end of the run.");

    private static readonly Key<DatabaseSettings> Database =
        new("database", DatabaseKeys.Shape, "The database that is waited for before the application is migrated and tested.");

    private static readonly Key<IReadOnlyList<StepSettings>> Migrate =
        new("migrate", new OneOrListSchema<StepSettings>(StepKeys.Migrate), "Commands that migrate a database, in their order: the test database, or with `in: cluster` the environment's. The first that fails ends the run.");

    private static readonly Key<IReadOnlyList<StepSettings>> Test =
        new("test", new OneOrListSchema<StepSettings>(StepKeys.Test), "Commands that test the application, in their order. The first that fails ends the run.");

    private static readonly Key<IReadOnlyList<GateEntry>> Gates = new(
        "gates",
        new NamedSchema<GateEntry>("gate", TextRules.GateName, GateKeys.Shape) { LeftOut = (_, _) => new(null) },
        "Programs that look for what must not be released: static analysis, vulnerable packages, a quality gate of SonarQube. All run at the same time, when the tests have passed; one that fails ends the run before anything is tagged. An environment without one of them says `NAME: null`.");

    private static readonly Key<DeploySettings> Deploy =
        new("deploy", DeployKeys.Shape, "The ECS service that takes the release, or several, and how.") { IsRequired = true };

    private static readonly Key<ReleaseEntries> Release =
        new("release", ReleaseKeys.Shape, "Commands that are run once for each release, each as a task of its own with the task definition of the release: what must be done before the services move, and what can be done when they have.") { DefaultInWords = "none" };

    private static readonly Key<ArtifactSettings> Artifacts =
        new("artifacts", ArtifactKeys.Shape, "What is written to `artifacts/` beside what always is: `{env}-taskdef.json`, imagedefinitions.json, imageDetail.json, release.json, and appspec.yaml (see `deploy.appspec`).");

    private static readonly Key<string> Pipeline = new(
        "pipeline", new TextSchema(TextRules.CodePipelineName), "The pipeline in CodePipeline that deploys to the environment: Status shows its state, and Verify checks it. A rehearsal has none.")
    {
        Example = "shop",
    };

    private static readonly Key<IReadOnlyList<VerifySettings>> Verify =
        new("verify", new OneOrListSchema<VerifySettings>(VerifyKeys.Shape), "How a deployed release shows that it works. All are asked at the same time, and each must answer.");

    private static readonly Key<IReadOnlyList<SkipSettings>> Skip =
        new("skip", new ListSchema<SkipSettings>(new TaskSchema()), "Tasks that are left out. The log says so, with the place where it is written.")
        {
            Example = new[] { "WaitForDb", "Migrate", "PhpUnit" },
        };

    private static readonly Key<IReadOnlyList<LintIgnore>> Lint =
        new(LintName, LintKeys.Shape, "Which findings of the target Lint are meant to be as they are.");

    /// <summary>What an environment may have, too.</summary>
    public static readonly Key[] Changeable =
    [
        Region, Account, Role, Registry, Compose, ImageKeys.DefaultTags, Images, Pull, Secrets, Database, Migrate, Test, Gates, Deploy, Release, Artifacts, Pipeline, Verify, Skip, Lint,
    ];

    public static readonly Key<IReadOnlyList<string>> Environments = new(
        EnvironmentsName,
        new EnvironmentsSchema(Changeable, StageKeys.All),
        "The environments that `--env` chooses from. Each may have any key of the top level but `application` and `environments`: mappings are merged with those above, everything else replaces it. `from` and `approve` stand there only.")
    {
        IsRequired = true,
    };

    public static readonly ObjectSchema<Settings> Shape = new([Application, .. Changeable, Environments], Build);

    private static Settings Build(Values read)
    {
        var (context, images, pull) = (read.Context, read.OrNull(Images) ?? [], read.OrNull(Pull) ?? []);
        var (region, account, tags) = (read.Of(Region), read.OrNull(Account), read.Of(ImageKeys.DefaultTags));
        var settings = new Settings
        {
            File = context.File,
            Environment = context.Environment,
            Environments = context.Environments,
            Application = read.Of(Application),
            Region = region,
            Account = account,
            Role = read.OrNull(Role),
            Registry = read.OrNull(Registry) ?? EcrOf(account, region, read.Place),
            Compose = read.OrNull(Compose) ?? ComposeKeys.Default(read.Place),
            Images = [.. images.Select(image => image.Tags.Count > 0 ? image : image with { Tags = tags })],
            Pull = pull,
            Secrets = read.OrNull(Secrets) ?? [],
            Database = read.OrNull(Database),
            Migrate = read.OrNull(Migrate) ?? [],
            Test = read.OrNull(Test) ?? [],
            Gates = [.. (read.OrNull(Gates) ?? []).Select(entry => entry.Settings).OfType<GateSettings>()],
            Deploy = read.Of(Deploy),
            Artifacts = read.OrNull(Artifacts) ?? new(ImageSpec: false, ElasticBeanstalk: null, read.Place),
            Pipeline = read.OrNull(Pipeline),
            Verify = read.OrNull(Verify) ?? [],
            Skip = read.OrNull(Skip) ?? [],
            LintIgnores = read.OrNull(Lint) ?? [],
        };
        if (read.OrNull(Release) is { } release) settings = settings with { Release = ReleaseKeys.Build(read, release, settings.Deploy) };
        Conflicts.Note(read, settings);

        return settings;
    }

    /// <summary>The registry that every account has. In China it has a domain of its own.</summary>
    private static Template? EcrOf(string? account, string region, Place place)
    {
        var domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";

        return account is null ? null : Template.Parse($"{{account}}.dkr.ecr.{{region}}.{domain}", TemplateKind.Text, place);
    }
}
