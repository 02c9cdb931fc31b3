/** The internet super-server. */
package org.jinetd;
