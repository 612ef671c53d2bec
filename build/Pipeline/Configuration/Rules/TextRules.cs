using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>The rules of all texts in <c>slipway.yml</c>.</summary>
internal static class TextRules
{
    private const string Placeholder = @"\{(?:env|build|commit|branch|account|region)\}";

    /// <summary>Anything but nothing.</summary>
    public static TextRule Any { get; } = new("text", _ => null, @"\S");

    public static TextRule Application { get; } = new("name", ValueRules.Application, "^[a-z0-9][a-z0-9_-]{0,62}$");

    public static TextRule Environment { get; } = new("name", ValueRules.Environment, "^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$");

    public static TextRule Account { get; } = new("twelve digits", ValueRules.Account, "^[0-9]{12}$");

    public static TextRule Region { get; } = new(
        "AWS region",
        AwsRegion.Check,
        "^(?:[a-z]{2,5}-){1,2}(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]{1,2}$");

    public static TextRule Role { get; } = new("ARN", AwsNames.Role, @"^arn:aws(?:-[a-z-]+)?:iam::(?:[0-9]{12}|\{account\}):role/[A-Za-z0-9_+=,.@/{}-]+$");

    public static TextRule Registry { get; } = new("host", AwsNames.Registry, "^[a-z0-9{](?:[a-z0-9.{}-]*[a-z0-9}])?(?::[0-9]{1,5})?$");

    public static TextRule EcsName { get; } = new("name", ValueRules.EcsName, "^[A-Za-z0-9_-]{1,255}$");

    public static TextRule CodeDeployName { get; } = new("name", AwsNames.CodeDeploy, "^[A-Za-z0-9._+=,@-]{1,100}$");

    public static TextRule CodePipelineName { get; } = new("name", AwsNames.CodePipeline, "^[A-Za-z0-9.@_-]{1,100}$");

    public static TextRule TargetGroup { get; } =
        new("ARN", AwsNames.TargetGroup, "^arn:aws(?:-[a-z-]+)?:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]+/[0-9a-f]+$");

    public static TextRule Subnet { get; } = new("id", AwsNames.Subnet, "^subnet-[a-z0-9-]+$");

    public static TextRule SecurityGroup { get; } = new("id", AwsNames.SecurityGroup, "^sg-[a-z0-9-]+$");

    /// <summary>With placeholders.</summary>
    public static TextRule ScheduleName { get; } = new("name", ScheduleRules.Name, ScheduleRules.NamePattern);

    public static TextRule ScheduleGroup { get; } = new("name", ScheduleRules.Group, ScheduleRules.GroupPattern);

    public static TextRule ScheduleExpression { get; } = new("expression", ScheduleRules.Expression, ScheduleRules.ExpressionPattern);

    public static TextRule TimeZone { get; } = new("time zone", ScheduleRules.TimeZone, ScheduleRules.TimeZonePattern);

    public static TextRule UrlPath { get; } = new("path of a URL", ValueRules.UrlPath, @"^/\S*$");

    public static TextRule StatusCodes { get; } = new("list of HTTP statuses", ValueRules.StatusCodes, ValueRules.StatusCodesPattern);

    public static TextRule ComposeService { get; } = new("Compose service", ValueRules.ComposeService, "^[A-Za-z0-9._-]{1,255}$");

    /// <summary>As Compose has them, but for a beginning that no folder should have.</summary>
    public static TextRule ServiceName { get; } = new("service", BuildRules.Name, "^[A-Za-z0-9][A-Za-z0-9_.-]*$");

    /// <summary>Part of a tag's name.</summary>
    public static TextRule TaskName { get; } = new("name", BuildRules.TaskName, "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$");

    public static TextRule ComposeProfile { get; } = new("name", BuildRules.Name, "^[A-Za-z0-9][A-Za-z0-9_.-]*$");

    public static TextRule BuildStage { get; } = new("name", BuildRules.Name, "^[A-Za-z0-9][A-Za-z0-9_.-]*$");

    public static TextRule Platform { get; } = new("platform", BuildRules.Platform, "^[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9.]+)?$");

    public static TextRule ImageRepository { get; } =
        new("repository", ValueRules.ImageRepository, @"^(?=.{2,256}$)(?!.*\.dkr\.ecr\.)[a-z0-9]+(?:[/._-][a-z0-9]+)*$");

    public static TextRule Path { get; } =
        new("path", ValueRules.RepositoryPath, @"^(?=.*\S)(?!~)(?!.:)(?!(?:.*/)?[.]{1,2}(?:/|$))[^/\\]+(?:/[^/\\]+)*$");

    public static TextRule Folder { get; } =
        new("path", BuildRules.Folder, @"^(?=.*\S)(?:[.]|(?!~)(?!.:)(?!(?:.*/)?[.]{1,2}(?:/|$))[^/\\]+(?:/[^/\\]+)*)$");

    public static TextRule ReportPath { get; } = new("path in the container", BuildRules.Report, @"^(?=.*\S).*[^/]$");

    public static TextRule Secret { get; } = new("address", SecretAddress.Check, SecretAddress.Pattern);

    public static TextRule LockObject { get; } = new("address", LockAddress.Check, LockAddress.Pattern);

    public static TextRule Variable { get; } = new("name", ValueRules.Variable, "^[A-Za-z_][A-Za-z0-9_]*$");

    public static TextRule WebUrl { get; } = new("URL", ValueRules.WebUrl, @"^https?://[^/:\s]\S*$");

    public static TextRule LintRule { get; } = new("rule", ValueRules.LintRule, "^[A-Z]{3}[0-9]{3}$");

    public static TextRule GateName { get; } = new("gate", GateRules.Name, GateRules.NamePattern);

    public static TextRule GateLimit { get; } = new("level or severity", GateRules.Limit, GateRules.LimitPattern);

    public static TextRule GateDate { get; } = new("day", GateRules.Date, GateRules.DatePattern);

    public static TextRule GateImage { get; } = new("image", GateRules.Image, GateRules.ImagePattern);

    /// <summary>Placeholders, and no other brace and no variable of a shell.</summary>
    public static TextRule OfTemplate(TemplateKind kind) => kind == TemplateKind.Tag
        ? new("tag", _ => null, $"^(?:[A-Za-z0-9_]|{Placeholder})(?:[A-Za-z0-9_.-]|{Placeholder})*$")
        : new("template", _ => null, $@"^(?!.*\$[{{(])(?=.*\S)(?:[^{{}}]|{Placeholder})+$");
}
