/**
 * Statements become a plan: what is offered where, as whom, within which limits. A {@link
 * org.jinetd.plan.Resolver} makes one, and two of them compare to a {@link org.jinetd.plan.Change}.
 */
package org.jinetd.plan;
