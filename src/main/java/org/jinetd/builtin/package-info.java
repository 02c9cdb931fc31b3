/**
 * The services that need no program: what is said and what is not, as pure functions of bytes and
 * time. Nothing here knows of sockets.
 */
package org.jinetd.builtin;
