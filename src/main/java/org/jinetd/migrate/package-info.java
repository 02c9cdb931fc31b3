/**
 * The services of xinetd.conf(5) become lines of inetd.conf and sections of jinetd.ini that mean
 * the same, with comments about what has no equal. What is written is read back by the daemon's own
 * readers, and a service that they refuse stays a comment: the result can always be loaded.
 */
package org.jinetd.migrate;
