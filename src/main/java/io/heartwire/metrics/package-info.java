/**
 * The figures of the gateway at {@code /metrics}, as Prometheus reads them. Counters and gauges ask
 * the others for the figures that they keep; histograms are told by their small listeners.
 *
 * <p>Nobody may use it, and it alone knows the Prometheus client. Safe for any thread.
 */
@Internal
@NullMarked
package io.heartwire.metrics;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
