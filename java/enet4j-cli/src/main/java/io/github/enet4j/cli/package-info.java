/** The command line tool {@code enet4j}: one package per command, and what they share. */
package io.github.enet4j.cli;
