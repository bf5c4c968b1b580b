/** The events of the core for the JDK Flight Recorder; docs/monitoring.md lists them. Not for programs. */
package io.github.enet4j.jfr;
