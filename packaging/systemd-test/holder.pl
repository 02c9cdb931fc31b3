# A wait service that tells its number to the first client, and keeps the listener until it is ended.
use strict;
use warnings;
accept(my $client, STDIN) or die "accept: $!";
syswrite($client, "$$\n");
sleep 300;
