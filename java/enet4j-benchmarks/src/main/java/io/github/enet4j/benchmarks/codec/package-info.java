/** Ways to write and read the arguments of a call, on memory, without a network. */
package io.github.enet4j.benchmarks.codec;
