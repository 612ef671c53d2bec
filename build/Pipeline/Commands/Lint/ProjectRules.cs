using Slipway.Ecs.Linting;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>The rules that check more than one file, or at what no task definition can know.</summary>
internal static class ProjectRules
{
    private const string Appspec = "AWS CodeDeploy User Guide: AppSpec file for ECS deployments";
    private const string Images = "Slipway: images of a release";
    private const string Compose = "Compose Specification";
    private const string Credentials = "AWS Security Best Practices: secrets in task definitions";
    private const string Rehearsal = "Slipway: the rehearsal";
    private const string Environment = "Slipway: environments of slipway.yml";

    public static readonly LintRule MissingFile = Error("SLP100", "A file that is not there", "Write it, or name another file in 'deploy'.", Environment);
    public static readonly LintRule UnreadableAppspec = Error("SLP101", "An appspec that CodeDeploy cannot use", "Give it a Resources entry with TaskDefinition and LoadBalancerInfo (ContainerName, ContainerPort).", Appspec);
    public static readonly LintRule AppspecContainer = Error("SLP102", "The appspec's container is not in the task definition", "Correct ContainerName, or the container's name in the task definition.", Appspec);
    public static readonly LintRule AppspecPort = Error("SLP103", "The appspec's port is not one of its container", "Correct ContainerPort, or add the port to the container's 'portMappings'.", Appspec);
    public static readonly LintRule NoRepository = Error("SLP104", "An image that nothing provides", "Add its Compose service to 'images' or 'pull' in slipway.yml, or write the image with its registry and a tag or digest.", Images);
    public static readonly LintRule MissingDependency = Warning("SLP105", "A dependency that Compose has and the task definition lacks", "Add it to 'dependsOn', or allow the finding if the application copes without.", Compose);
    public static readonly LintRule PortMismatch = Warning("SLP106", "Compose and the task definition disagree on ports", "Use the port that the program listens on in both.", Compose);
    public static readonly LintRule SecretInContext = Warning("SLP107", "A secret file that a build can put into an image", "Add it to the .dockerignore of that build context.", "Docker documentation: Build context");
    public static readonly LintRule LiteralSecret = Warning("SLP108", "A variable that looks like a secret, with its value written down", "Take it from 'secrets' (Secrets Manager or Parameter Store) or from an environment file.", Credentials);
    public static readonly LintRule Credential = Error("SLP109", "A credential that is written down", "Revoke it, and take its successor from 'secrets' or from an environment file.", Credentials);
    public static readonly LintRule OtherAccount = Warning("SLP110", "Something of another account", "Correct the account, or allow the finding if that account shares it.", Environment);
    public static readonly LintRule OtherRegion = Warning("SLP111", "Something of another region", "Correct the region, or allow the finding if it is meant.", Environment);
    public static readonly LintRule EnvironmentFile = Warning("SLP112", "A value that ECS and Compose read differently", "Write NAME=value without quotes, comments and variables, and without spaces around name and value.", "Amazon ECS Developer Guide: Pass environment variables to a container");
    public static readonly LintRule InvalidCompose = Error("SLP113", "A Compose application that is not valid", "Correct it; 'docker compose config' says the same.", Compose);
    public static readonly LintRule WithoutCompose = new("SLP114", Severity.Info, "Without Compose", "Install Docker's command line with Compose 2 to have these rules checked; no engine is needed.", Compose);
    public static readonly LintRule UselessException = new("SLP115", Severity.Info, "An exception that allows nothing", "Remove it from 'lint.ignore'.", Environment);
    public static readonly LintRule UselessNetwork = Error("SLP116", "A network for tasks that cannot have one", "Remove 'deploy.network', or write \"networkMode\": \"awsvpc\".", "Amazon ECS API Reference: CreateService, networkConfiguration");
    public static readonly LintRule WorkingCopy = Error("SLP117", "Files of the working copy in a rehearsal's container", "Remove the mount, so that the rehearsal runs what is deployed; or allow the finding if it is data that no image has.", Images);
    public static readonly LintRule ForeignPlatform = Error("SLP118", "An image for another platform than its task's", "Correct 'build.platforms' of the image, or 'runtimePlatform' in the task definition.", "Amazon ECS API Reference: RuntimePlatform");
    public static readonly LintRule FillIn = Error("SLP119", "A value that is still to be filled in", "Write what only you know in the place of the word; nothing is deployed from a file that has it.", "Slipway: what Init writes");
    public static readonly LintRule LogDriver = Warning("SLP120", "A log driver that a rehearsal does not have", "Log by 'awslogs' in the rehearsal's task definition, where the logs can be read; or allow the finding.", Rehearsal);
    public static readonly LintRule LogRouter = Error("SLP121", "A log router in a rehearsal", "Leave 'firelensConfiguration' out of the rehearsal's task definition and log by 'awslogs' there.", Rehearsal);

    public static readonly LintRule ServiceDefinition = Error("SLP122", "A service definition that ECS refuses, or that disagrees with its task definition", "Correct the file, or what it has to agree with.", "Amazon ECS API Reference: CreateService");

    public static readonly LintRule CommandContainer = Error("SLP123", "A command for a container that is not there, or for one of several", "Write the 'container' of the schedule, or of the task of the release.", "Slipway: slipway.yml");

    /// <summary>By id.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        MissingFile, UnreadableAppspec, AppspecContainer, AppspecPort, NoRepository, MissingDependency, PortMismatch, SecretInContext, LiteralSecret, Credential,
        OtherAccount, OtherRegion, EnvironmentFile, InvalidCompose, WithoutCompose, UselessException, UselessNetwork, WorkingCopy, ForeignPlatform, FillIn, LogDriver, LogRouter, ServiceDefinition, CommandContainer,
    ];

    private static LintRule Error(string id, string title, string remedy, string source) => new(id, Severity.Error, title, remedy, source);

    private static LintRule Warning(string id, string title, string remedy, string source) => new(id, Severity.Warning, title, remedy, source);
}
