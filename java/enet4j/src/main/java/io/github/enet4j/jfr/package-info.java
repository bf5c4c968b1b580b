/** The events of the core for the JDK Flight Recorder. Not exported: programs see them in recordings. */
package io.github.enet4j.jfr;
