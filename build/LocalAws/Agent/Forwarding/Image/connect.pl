# The proxy of Service Connect: an HAProxy of its own, at the addresses that the hosts files of tasks have for its names. LocalAws says what it is to do, as a
# configuration, and as commands for an HAProxy that has the same listeners: only other ones need a new HAProxy, which takes the sockets over from the old one.
# Each question says what is done, and is answered when there is something else to do.
use strict;
use warnings;
use IO::Socket::INET;
use IO::Socket::UNIX;

use constant { CONFIGURATION => '/tmp/connect.cfg', ADMINISTRATION => '/tmp/connect.sock', PROCESS => '/tmp/connect.pid' };

$SIG{PIPE} = 'IGNORE';
my ($done, $running) = ('', '');

while (1) {
    my ($status, $answer) = ask();
    next if $status == 204;
    if ($status != 200) {
        # LocalAws does not run.
        sleep 1;
    } elsif ($answer =~ /^(\w+) (\w+)\n(.*)# commands\n(.*)/s) {
        my ($tag, $layout, $configuration, $commands) = ($1, $2, $3, $4);
        if ($layout eq $running && process() ? command($commands) : start($configuration)) {
            ($done, $running) = ($tag, $layout);
        } else {
            ($done, $running) = ('', '');
            sleep 1;
        }
    } else {
        kill 'USR1', process() if process();
        ($done, $running) = ('', '');
    }
}

sub ask {
    my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => 8053, Timeout => 2) or return (503, '');
    print {$server} "GET /service-connect?done=$done HTTP/1.0\r\nHost: localhost\r\n\r\n";
    $server->flush;
    local $/;
    my ($head, $body) = split /\r\n\r\n/, <$server> // '', 2;
    return ($head // '') =~ m{^HTTP/\S+ (\d+)} ? ($1, $body // '') : (503, '');
}

# The id of the HAProxy that runs, or 0.
sub process {
    open my $file, '<', PROCESS or return 0;
    my ($id) = (<$file> // '') =~ /^(\d+)/;
    return $id && kill(0, $id) ? $id : 0;
}

# Comes back when the new one has taken over.
sub start {
    my ($configuration) = @_;
    my $old = process();
    open my $file, '>', CONFIGURATION or return 0;
    print {$file} $configuration;
    close $file;
    return system('haproxy', '-D', '-f', CONFIGURATION, '-p', PROCESS, $old ? ('-x', ADMINISTRATION, '-sf', $old) : ()) == 0;
}

# A line for each listener. HAProxy answers each command and closes: with an empty line for a state, and for an address as in
# "IP changed from 'A' to 'B', no need to change the port by 'stats socket command'". Anything else, such as "No such server.", is a refusal.
sub command {
    for my $line (split /\n/, $_[0]) {
        my $haproxy = IO::Socket::UNIX->new(Peer => ADMINISTRATION) or return 0;
        print {$haproxy} "$line\n";
        $haproxy->flush;
        my @answers = <$haproxy>;
        return 0 if !@answers || grep { !/^(?:IP changed from |no need to change |\s*$)/ } @answers;
    }
    return 1;
}
