/**
 * hosts.allow and hosts.deny: the language of hosts_access(5) and hosts_options(5), and what it
 * says about a client. Pure: names, users and the outcome of commands are asked for as values
 * ({@link org.jinetd.hosts.HostsFact}) and given as values ({@link org.jinetd.hosts.Facts}).
 *
 * <p>{@link org.jinetd.hosts.HostsSyntax} makes a {@link org.jinetd.hosts.HostsTable} of a text;
 * {@link org.jinetd.hosts.HostsTables} holds the two and gives a {@link
 * org.jinetd.hosts.HostsVerdict}. The rule behind all of it: what cannot be decided, whether
 * misspelt, unreadable or not supported, never widens access.
 */
package org.jinetd.hosts;
