/**
 * The figures of the gateway as MicroProfile Metrics, at {@code /metrics} for Prometheus.
 *
 * <p>Nobody may use it; it reads the figures that the others keep. Safe for any thread.
 */
@NullMarked
package io.heartwire.metrics;

import org.jspecify.annotations.NullMarked;
