using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>database</c>.</summary>
internal static class DatabaseKeys
{
    private static readonly Key<string> Service = new("service", new TextSchema(TextRules.ComposeService), "The Compose service that is the database.")
    {
        IsRequired = true,
        Example = "mysql",
    };

    private static readonly Key<DatabaseKind> Kind = new(
        "kind",
        new ChoiceSchema<DatabaseKind>(new("mysql", DatabaseKind.MySql), new("postgres", DatabaseKind.Postgres), new("tcp", DatabaseKind.Tcp)),
        "The protocol that it must answer: `mysql` is for MariaDB too, `tcp` is content with an open port.")
    {
        Default = "mysql",
    };

    private static readonly Key<int> Port = new("port", new NumberSchema(1, 65535), "The port in its container.")
    {
        DefaultInWords = "3306 for mysql, 5432 for postgres; none for tcp, where the key is required",
        Example = 3306,
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "How long it is waited for.") { Default = "120s" };

    public static readonly ObjectSchema<DatabaseSettings> Shape = new([Service, Kind, Port, Timeout], read => new(
        read.Of(Service), read.Of(Kind), PortOf(read), read.Of(Timeout).Time, read.Place));

    private static int PortOf(Values read)
    {
        if (read.IfGiven(Port) is { } port)
            return port;

        var kind = read.Of(Kind);

        if (kind == DatabaseKind.Tcp && !read.IsWritten(Port))
            read.Missing(Port.Name);

        return kind switch { DatabaseKind.MySql => 3306, DatabaseKind.Postgres => 5432, _ => 0 };
    }
}
