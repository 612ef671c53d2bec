namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>
/// A web server in Perl, which the base image has: answers its text; <c>/slow/MS</c> after a while, <c>/headers</c> with the request's headers;
/// <c>/set/NNN</c> makes <c>/health</c> answer with that status, and <c>/set/0</c> not at all.
/// </summary>
internal static class WebServer
{
    private const string Label = "slipway.test-role=web";

    /// <summary>Eight processes, so that a slow request does not hold up the others.</summary>
    private const string Script = """
        $n = shift; $SIG{TERM} = sub { exit 0 };
        $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 128, ReuseAddr => 1) or die;
        for (1 .. 7) { last unless fork }
        while (1) {
          $c = $s->accept or next;
          ($p, $h) = ('', '');
          while (<$c>) { last if /^\r?\n$/; if ($p) { $h .= $_ } else { ($p) = /^\w+ (\S+)/ } }
          $status = 200; $b = $n;
          select(undef, undef, undef, $1 / 1000) if $p =~ m{^/slow/(\d+)};
          $b = $h if $p eq '/headers';
          if ($p =~ m{^/set/(\d+)}) { open F, '>/tmp/status'; print F $1; close F }
          if ($p eq '/health' && open F, '</tmp/status') { $status = <F>; close F; sleep 4 unless $status }
          print $c "HTTP/1.1 $status X\r\nConnection: close\r\nContent-Length: " . length($b) . "\r\n\r\n$b";
          close $c;
        }
        """;

    public static string[] RunArguments(string text, string instance, params string[] more) =>
    [
        "run", "--detach", "--label", $"slipway.local-aws={instance}", "--label", Label, "--publish", "127.0.0.1::8080", .. more,
        "debian:bookworm-slim", "perl", "-MIO::Socket::INET", "-e", Script, text,
    ];

    public static async Task RemoveAllAsync(string instance)
    {
        var ids = await ElbServer.DockerAsync("ps", "--all", "--quiet", "--filter", $"label=slipway.local-aws={instance}", "--filter", $"label={Label}");
        if (ids.Length > 0)
            await ElbServer.DockerAsync(["rm", "--force", .. ids.Split('\n')]);
    }
}
