/**
 * The benchmark: the same load on the gateway and on servers that do the same job.
 *
 * <p>Not part of the gateway. Traffic stays on loopback, and every loop is bounded. The load runs
 * on the thread of {@code main}; publications at a steady rate have a thread of their own.
 */
@NullMarked
package io.heartwire.bench;

import org.jspecify.annotations.NullMarked;
