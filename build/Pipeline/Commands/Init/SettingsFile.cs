using System.Text;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Writes <c>slipway.yml</c> for a newcomer: what was found out, and what is open as comments that show how it is written.</summary>
internal sealed class SettingsFile(Application application)
{
    /// <summary>LocalAws's own, when this machine names no region.</summary>
    private const string RehearsalRegion = "us-east-1";

    private const string ExampleRegion = "eu-west-2";

    /// <summary>Where only the user knows it.</summary>
    public static readonly string Network = $"      # network: {{ subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718] }}   # {FillIn.Word}: where the tasks run; take the comment away";

    private readonly StringBuilder _text = new();

    /// <summary>The region of a rehearsal: nothing about it has to be filled in.</summary>
    public static string RegionOf(Application application, TargetEnvironment environment) =>
        application.Region ?? (environment.IsRehearsal ? RehearsalRegion : FillIn.Region);

    public string Render()
    {
        Line($"# How {application.Name} gets from a commit to Amazon ECS. Written from {string.Join(", ", application.Compose.Files)} by --target=Init; it is yours now.");
        Line($"# What only you know is marked: grep -rn {FillIn.Word} . --exclude-dir=.git");
        Line($"application: {Yaml.Scalar(application.Name)}");
        AddAccount();
        Line($"compose: {{ files: {Yaml.List(application.Compose.Files)} }}");
        Line();
        AddImages();
        Line("tags: [\"{env}\", \"{env}-{build}\", \"{commit}\"]");
        Line();
        AddSecrets();
        AddSteps();
        Line($"# Each takes its task definition{(application.Split is null ? " from taskdefs/{env}-taskdef.json" : "s from taskdefs/{env}-SERVICE-taskdef.json")}; any key from above can differ in one of them.");
        Line("environments:");
        foreach (var environment in application.Environments) AddEnvironment(environment);
        return _text.ToString().TrimEnd('\n') + "\n";
    }

    private void AddAccount()
    {
        if (application.Region is { } region) Line($"region: {region}");
        Line(application.Account is { } account
            ? $"account: \"{account}\""
            : "# account: \"123456789012\"   # optional: refuses to run with the credentials of another account");
    }

    private void AddImages()
    {
        var everywhere = application.Compose.Compose.Services
            .Where(service => application.Repositories.ContainsKey(service.Name) && application.Environments.All(environment => application.Has(environment, service.Name))).ToList();
        Line("# Compose services that are built here, and the repositories in ECR that their images are pushed to.");
        if (application.Repositories.Count == 0)
        {
            Line("# None has a 'build': what the task definitions name is pulled as it is, and nothing is pushed. With one:");
            Line("# images:");
            Line($"#   web: {{ repository: {application.Name}.web }}");
        }
        else if (everywhere.Count > 0)
        {
            Line("images:");
            foreach (var service in everywhere) Line(Image(service, "  "));
        }

        Line();
    }

    private string Image(ComposeService service, string indent)
    {
        var container = service.ContainerName == service.Name ? "" : $", container: {Yaml.Scalar(service.ContainerName)}";
        return $"{indent}{Yaml.Scalar(service.Name)}: {{ repository: {Yaml.Scalar(application.Repositories[service.Name])}{container} }}";
    }

    private void AddSecrets()
    {
        Line("# Files that are fetched from S3 before the build and removed at the end:");
        Line("# secrets:");
        Line("#   - { from: \"s3://my-bucket/{env}/.env\", to: .env }");
        Line();
    }

    private void AddSteps()
    {
        if (application.Database is { } database)
        {
            Line("# Waited for before the next two; Compose starts it.");
            Line($"database: {{ service: {Yaml.Scalar(database.Name)}, kind: {(database.Kind == ServiceKind.Postgres ? "postgres" : "mysql")} }}");
        }
        else
        {
            Line("# A database that Compose starts, to be waited for:");
            Line("# database: { service: db, kind: mysql }   # or postgres, or tcp with a port");
        }

        var migrate = application.Migrate;
        if (migrate is not null && application.Database is not null)
            Line($"migrate: {{ service: {Yaml.Scalar(migrate.Service)}, command: {Yaml.List(migrate.Command)} }}   # {migrate.Source} is there");
        else
            Comment("Migrations, run in a service's container:", "migrate", migrate, "");
        Comment("The tests, run in a service's container; take the comment away when its image can run them:", "test", application.Test, ", report: junit.xml");
        Line();
    }

    private void Comment(string what, string key, StepHint? hint, string more)
    {
        var example = hint ?? new(application.Repositories.Keys.FirstOrDefault() ?? "web", ["./run", key], "");
        Line($"# {what}");
        Line($"# {key}: {{ service: {Yaml.Scalar(example.Service)}, command: {Yaml.List(example.Command)}{more} }}");
    }

    private void AddEnvironment(TargetEnvironment environment)
    {
        Line($"  {environment.Name}:{(environment.IsRehearsal ? "   # the rehearsal on this machine; nothing to fill in" : "")}");
        if (application.Region is null)
            Line(environment.IsRehearsal ? $"    region: {RehearsalRegion}" : $"    # region: {ExampleRegion}   # {FillIn.Word}: the region of AWS; take the comment away");
        if (environment.From is { } before)
        {
            Line($"    from: {before}   # Promote takes what {before} runs: the same images, by digest");
            Line("    approve: true   # by a reviewer at GitHub, by --approved-by=NAME, or by an answer at the terminal");
            Line($"    skip: [WaitForDb, Migrate, PhpUnit]   # for Deploy, which builds: the same sources have passed in {before}");
        }

        AddOwnImages(environment);
        if (application.Split?[environment.Name] is { } split) _text.Append(new ServicesSection(application, environment, split).Render());
        else AddDeploy(environment);
        if (environment.IsRehearsal) AddVerify(environment);
        Line();
    }

    private void AddOwnImages(TargetEnvironment environment)
    {
        var own = application.Built(environment).Where(service => !application.Environments.All(other => application.Has(other, service.Name))).ToList();
        if (own.Count == 0) return;
        Line("    images:");
        foreach (var service in own) Line(Image(service, "      "));
    }

    private void AddDeploy(TargetEnvironment environment)
    {
        var taken = application.Services.GetValueOrDefault(environment.Name);
        var running = taken?.Name;
        Line("    deploy:");
        Line($"      strategy: {taken?.Strategy ?? "rolling"}");
        if (taken?.Strategy == "blue-green") Line($"      codeDeploy: {{ application: {FillIn.Word}, deploymentGroup: {FillIn.Word} }}   # of CodeDeploy, which deploys this service");
        if (environment.IsRehearsal) Line("      cluster: local");
        else if (running is not null) Line($"      cluster: {Yaml.Scalar(running.Cluster)}");
        else Line($"      # cluster: my-cluster   # {FillIn.Word}: the ECS cluster; take the comment away");
        var service = running?.Service ?? environment.Family(application);
        Line($"      service: {Yaml.Scalar(service)}{(environment.IsRehearsal || running is not null ? "" : "   # made by the first deployment, if it is not there")}");
        if (taken?.Definition is not null) Line($"      serviceDefinition: {environment.ServiceDefinitionFile}   # what the service had when this was written; change it there");
        // A service that runs has both.
        if (environment.LaunchType == LaunchType.Fargate && running is null) AddFargate(environment);
    }

    private void AddFargate(TargetEnvironment environment)
    {
        Line("      launchType: fargate");
        if (!environment.IsRehearsal)
            Line(Network);
        else if (application.Web is { } web)
            Line($"      {web.BalancerLine(isMain: true)}");
    }

    private void AddVerify(TargetEnvironment environment)
    {
        var url = environment.LaunchType == LaunchType.Fargate ? application.Web?.BalancedUrl : application.Web?.Url;
        if (url is not null) Line($"    verify: {{ url: \"{url}\" }}");
        else Line($"    # verify: {{ url: \"http://127.0.0.1:{application.Web?.Listener ?? WebEndpoint.DefaultListener}/\" }}   # has to answer with 200");
    }

    private void Line(string text = "") => _text.Append(text).Append('\n');
}
