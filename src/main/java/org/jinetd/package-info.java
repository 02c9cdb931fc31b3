/**
 * The internet super-server: it reads {@code inetd.conf}, holds every listed socket, and when a
 * client comes it answers by itself or starts the listed program with the socket as its standard
 * streams.
 *
 * <p>The way of a connection through the packages; each imports only those that come before it in
 * the last column of this list:
 *
 * <ol>
 *   <li>{@link org.jinetd.ConfigFiles} reads the files; {@link org.jinetd.config.ClassicSyntax}
 *       makes statements of them, each word with its place; {@link org.jinetd.plan.Resolver} looks
 *       up the names and makes a {@link org.jinetd.plan.Plan} ({@code config}, {@code plan})
 *   <li>{@link org.jinetd.plan.Change} says what differs from the plan in force, and {@code
 *       loop.Reload} opens and closes listeners accordingly
 *   <li>{@code loop.Reactor} waits in {@link org.jinetd.os.Poller}, which {@link
 *       org.jinetd.os.linux.EpollSelector} is behind
 *   <li>{@code loop.Acceptor} takes the connection off its {@code loop.Listener} and asks {@link
 *       org.jinetd.admit.Gate} ({@code admit}); where that wants to know more, {@code
 *       loop.Inquiries} has names looked up and hosts.allow asked by other threads ({@code hosts})
 *   <li>a built-in service answers in a {@link org.jinetd.builtin.Conversation} that {@code
 *       loop.Talkers} drive on a thread of their own ({@code builtin})
 *   <li>for a program {@link org.jinetd.child.Recipe} says what to start ({@code child}), and
 *       {@link org.jinetd.os.linux.LinuxChildren} starts it: a list of system calls that {@code
 *       os.linux.ChildSteps} writes and {@code os.linux.Spawner} lets a stub walk in the child
 *   <li>{@code loop.LiveChildren} hears of its end and takes it out of the gate's count
 *   <li>{@link org.jinetd.event.EventText} has the words for all of it ({@code event})
 * </ol>
 *
 * <p>Beside that way, {@link org.jinetd.migrate.Migration} makes such files of those of xinetd.
 *
 * <p>{@link org.jinetd.Main} reads the command line; {@link org.jinetd.Server} joins the parts, by
 * constructors, and runs them.
 */
package org.jinetd;
