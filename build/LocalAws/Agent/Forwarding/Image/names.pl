# The resolver of the containers of tasks: LocalAws answers for the names of namespaces; for all others, and while it does not run, the resolver of this
# machine, which the engine's own leads to.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

use constant { LARGEST => 65535, PATIENCE => 10 };

$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
my $udp = IO::Socket::INET->new(Proto => 'udp', LocalPort => 53) or die "udp: $@";
my $tcp = IO::Socket::INET->new(Proto => 'tcp', LocalPort => 53, Listen => 128, ReuseAddr => 1) or die "tcp: $@";
my $waiting = IO::Select->new($udp, $tcp);

while (1) {
    for my $ready ($waiting->can_read) {
        if ($ready == $udp) {
            my $client = $udp->recv(my $question, LARGEST) // next;
            apart(sub { my $answer = answer($question, 'udp'); $udp->send($answer, 0, $client) if defined $answer });
        } elsif (my $connection = $tcp->accept) {
            apart(sub { converse($connection) });
            close $connection;
        }
    }
}

# In a process of its own, so that one slow answer keeps no other waiting.
sub apart {
    my ($work) = @_;
    my $child = fork;
    return if !defined $child || $child;
    alarm PATIENCE;
    eval { $work->() };
    exit 0;
}

# Messages with their length before them, until the client has no more.
sub converse {
    my ($connection) = @_;
    while (defined(my $question = framed($connection))) {
        alarm PATIENCE;
        my $answer = answer($question, 'tcp') // return;
        print {$connection} pack('n/a*', $answer);
        $connection->flush;
    }
}

sub framed {
    my ($stream) = @_;
    my ($length, $message);
    (read($stream, $length, 2) // 0) == 2 or return undef;
    $length = unpack 'n', $length;
    return (read($stream, $message, $length) // 0) == $length ? $message : undef;
}

sub answer {
    my ($question, $transport) = @_;
    return local_aws($question, $transport) // elsewhere($question, $transport);
}

# Undefined for a name that LocalAws does not know, and when it does not answer.
sub local_aws {
    my ($question, $transport) = @_;
    my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => 8053, Timeout => 2) or return undef;
    print {$server} "POST /dns-query?$transport HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/dns-message\r\nContent-Length: " . length($question) . "\r\n\r\n$question";
    $server->flush;
    local $/;
    my ($head, $body) = split /\r\n\r\n/, <$server> // '', 2;
    return defined $head && $head =~ m{^HTTP/\S+ 200 } ? $body : undef;
}

sub elsewhere {
    my ($question, $transport) = @_;
    open my $file, '<', '/etc/resolv.conf' or return undef;
    my ($address) = map { /^nameserver\s+(\S+)/ ? $1 : () } <$file>;
    my $server = IO::Socket::INET->new(Proto => $transport, PeerAddr => $address, PeerPort => 53, Timeout => PATIENCE) or return undef;
    if ($transport eq 'udp') {
        my $answer;
        $server->send($question);
        return defined $server->recv($answer, LARGEST) ? $answer : undef;
    }
    print {$server} pack('n/a*', $question);
    $server->flush;
    return framed($server);
}
