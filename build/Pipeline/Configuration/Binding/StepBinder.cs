using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Reads <c>database</c>, <c>migrate</c> and <c>test</c>: what happens inside the running Compose project.</summary>
internal static class StepBinder
{
    private const string Service = "service";
    private const string Timeout = "timeout";
    private const string CommandKey = "command";

    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StepTimeout = TimeSpan.FromMinutes(10);

    private static readonly NamedValue<DatabaseKind>[] Kinds =
    [
        new("mysql", DatabaseKind.MySql),
        new("postgres", DatabaseKind.Postgres),
        new("tcp", DatabaseKind.Tcp),
    ];

    public static DatabaseSettings? Database(Section root)
    {
        if (root.Child("database") is not { } section)
            return null;

        var kind = section.Value("kind")?.Choice(Kinds) ?? DatabaseKind.MySql;
        var database = new DatabaseSettings(
            section.RequiredText(Service, ValueRules.ComposeService),
            kind,
            Port(section, kind),
            section.Value(Timeout)?.Duration() ?? DatabaseTimeout,
            section.Place);
        section.Close();

        return database;
    }

    public static StepSettings? Migrate(Section root)
    {
        if (root.Child("migrate") is not { } section)
            return null;

        var step = new StepSettings(
            section.RequiredText(Service, ValueRules.ComposeService),
            RequiredCommand(section),
            section.Value(Timeout)?.Duration() ?? StepTimeout,
            section.Place);
        section.Close();

        return step;
    }

    public static TestSettings? Test(Section root)
    {
        if (root.Child("test") is not { } section)
            return null;

        var test = new TestSettings(
            section.RequiredText(Service, ValueRules.ComposeService),
            RequiredCommand(section),
            section.Value(Timeout)?.Duration() ?? StepTimeout,
            section.Value("report")?.Text(),
            section.Place);
        section.Close();

        return test;
    }

    /// <summary>A program and its arguments; null when there is no such key.</summary>
    public static IReadOnlyList<string>? Command(Section section, string key)
    {
        if (section.Values(key, atLeastOne: true) is not { } values)
            return null;

        return [.. values.Select((value, index) => index == 0 ? value.Text() : value.Argument()).OfType<string>()];
    }

    private static IReadOnlyList<string> RequiredCommand(Section section) =>
        Command(section, CommandKey) ?? section.Missing<IReadOnlyList<string>>(CommandKey, []);

    private static int Port(Section section, DatabaseKind kind)
    {
        const string Key = "port";
        var defaultPort = kind switch { DatabaseKind.MySql => 3306, DatabaseKind.Postgres => 5432, _ => 0 };

        if (section.Value(Key) is { } value)
            return value.Number(1, 65535) ?? defaultPort;

        return kind == DatabaseKind.Tcp ? section.Missing(Key, defaultPort) : defaultPort;
    }
}
