/**
 * Texts become statements: the syntax of configuration files, and what is wrong with one. Nothing
 * here knows what a port or a user is, and nothing opens a file.
 */
package org.jinetd.config;
