using System.Globalization;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>The options of the executable.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Usage: slipway-local-aws --state DIR [--seed DIR] [--secrets FILE] [--port N] [--account ID] [--region R]
                                 [--log-groups create|fail] [--minute DURATION] [--cpu UNITS] [--memory MIB] [--instances N]
                                 [--enforce-iam FILE] [--log FILE]

          --state DIR    Where all state is kept; made if it is not there, removed by POST /_slipway/down.
          --seed DIR     A folder with one folder for each bucket of S3, whose files are its objects from the beginning.
          --secrets FILE A JSON file: {"secretsmanager": {NAME: VALUE}, "ssm": {NAME: VALUE}}, read at each call.
          --port N       The port of the API on 127.0.0.1. Else the one that this state had before, else 4566, else a free one.
          --account ID   The twelve digits of the AWS account. Else the one that this state had before, else 000000000000.
          --region R     The AWS region. Else the one that this state had before, else us-east-1.
          --log-groups create|fail
                         What happens to a task whose definition names a log group that does not exist: the group is made, which is
                         the default, or the task fails, as on AWS.
          --minute DURATION
                         How long a minute of a deployment or of a schedule takes, as in 1s or 500ms: bake times, shifts of traffic, waits of
                         CodeDeploy, the time from one run of a schedule to the next. Else a minute.
          --cpu UNITS    CPU units of each container instance, 1024 to a core. Else it has room for everything.
          --memory MIB   MiB of memory of each container instance. Else it has room for everything.
          --instances N  How many container instances this machine stands for, in each cluster. Else as many as this state had before, else one.
          --enforce-iam FILE
                         What callers may do: an IAM policy, or an object of policies by the ARNs of roles and users. Else everything.
          --log FILE     The log. Else local-aws.log in the state directory.

        When it is ready it writes endpoint.json into the state directory, and closes its standard streams.
        Exit codes: 0 ended; 1 unexpected; 2 command line; 3 the state directory or the port is in use.
        """;

    private const int AccountLength = 12;

    public required string StateDirectory { get; init; }

    public string? SeedDirectory { get; init; }

    public string? SecretsFile { get; init; }

    public int? Port { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    public MissingLogGroups MissingLogGroups { get; init; }

    /// <summary>What a minute of deployments takes.</summary>
    public TimeSpan Minute { get; init; }

    public int? Cpu { get; init; }

    public int? Memory { get; init; }

    public int? Instances { get; init; }

    public string? PolicyFile { get; init; }

    public required string LogFile { get; init; }

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>. Relative paths are taken from the current directory.</summary>
    /// <exception cref="StartException">An option is unknown, has no value or one that it cannot have.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = ReadValues(arguments);
        var state = Path.GetFullPath(values.GetValueOrDefault("--state") ?? throw Wrong("The option --state is missing."));
        var account = values.GetValueOrDefault("--account");
        if (account is not null && (account.Length != AccountLength || !account.All(char.IsAsciiDigit)))
            throw Wrong($"--account is '{account}'; it should have twelve digits.");
        return new()
        {
            StateDirectory = state,
            SeedDirectory = values.GetValueOrDefault("--seed") is { } seed ? Path.GetFullPath(seed) : null,
            SecretsFile = values.GetValueOrDefault("--secrets") is { } secrets ? Path.GetFullPath(secrets) : null,
            Port = values.GetValueOrDefault("--port") is { } port ? ParsePort(port) : null,
            Account = account,
            Region = values.GetValueOrDefault("--region"),
            MissingLogGroups = ParseLogGroups(values.GetValueOrDefault("--log-groups")),
            Minute = ParseMinute(values.GetValueOrDefault("--minute")),
            Cpu = ParseSize("--cpu", values.GetValueOrDefault("--cpu")),
            Memory = ParseSize("--memory", values.GetValueOrDefault("--memory")),
            Instances = ParseSize("--instances", values.GetValueOrDefault("--instances")),
            PolicyFile = values.GetValueOrDefault("--enforce-iam") is { } policy ? Path.GetFullPath(policy) : null,
            LogFile = Path.GetFullPath(values.GetValueOrDefault("--log") ?? Path.Combine(state, "local-aws.log")),
        };
    }

    private static Dictionary<string, string> ReadValues(IReadOnlyList<string> arguments)
    {
        string[] names = ["--state", "--seed", "--secrets", "--port", "--account", "--region", "--log-groups", "--minute", "--cpu", "--memory", "--instances", "--enforce-iam", "--log"];
        var values = new Dictionary<string, string>();
        for (var position = 0; position < arguments.Count; position++)
        {
            var parts = arguments[position].Split('=', 2);
            if (!names.Contains(parts[0]))
                throw Wrong($"The option '{parts[0]}' is not known.");
            var value = parts.Length == 2 ? parts[1] : position + 1 < arguments.Count ? arguments[++position] : "";
            if (value.Length == 0)
                throw Wrong($"The option {parts[0]} has no value.");
            if (!values.TryAdd(parts[0], value))
                throw Wrong($"The option {parts[0]} is given twice.");
        }

        return values;
    }

    private static MissingLogGroups ParseLogGroups(string? text) => text switch
    {
        null or "create" => MissingLogGroups.Create,
        "fail" => MissingLogGroups.Fail,
        _ => throw Wrong($"--log-groups is '{text}'; it should be create or fail."),
    };

    private static int? ParseSize(string name, string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size
        : throw Wrong($"{name} is '{text}'; it should be a whole number above 0.");

    private static TimeSpan ParseMinute(string? text)
    {
        if (text is null)
            return TimeSpan.FromMinutes(1);
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : (text.TrimEnd('s'), 1);
        return text.EndsWith('s') && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromSeconds(number * unit)
            : throw Wrong($"--minute is '{text}'; it should be a duration as in 1s or 500ms.");
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw Wrong($"--port is '{text}'; it should be a number from 1 to 65535.");

    private static StartException Wrong(string message) => new(2, $"{message}\n\n{Usage}");
}
