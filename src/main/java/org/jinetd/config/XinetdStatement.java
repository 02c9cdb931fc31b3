package org.jinetd.config;

/** A part of xinetd.conf(5) that stands by itself: syntax only. */
public sealed interface XinetdStatement permits XinetdBlock, XinetdInclude {}
