package io.heartwire.metrics;

import io.heartwire.broker.LagListener;
import io.heartwire.channel.PublishListener;
import io.heartwire.connection.TimingListener;
import io.heartwire.heartbeat.SweepListener;
import io.heartwire.hub.CommandListener;
import io.heartwire.hub.Distribution;
import io.heartwire.hub.TimingFigures;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What takes how long, as histograms in seconds. To observe adds to four striped counters, without
 * a lock except for the moment in which somebody reads, and, once compiled, without an allocation.
 */
@Singleton
class Durations
    implements TimingListener,
        PublishListener,
        LagListener,
        SweepListener,
        CommandListener,
        TimingFigures {
  private static final double NANOS = 1e-9;

  /* Upper bounds of buckets in seconds. */
  private static final double[] ROUND_TRIP = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25
  };
  private static final double[] WRITTEN = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final double[] FAN_OUT = {
    .00001, .000025, .0001, .00025, .001, .0025, .01, .025, .1, .25, 1, 2.5
  };
  private static final double[] PUBLISH = {
    .00001, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 2.5, 5
  };
  private static final double[] LAG = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final double[] SWEEP = {
    .0001, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5
  };
  private static final double[] COMMAND = {.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5};

  private final Histogram roundTrips;
  private final Histogram written;
  private final Histogram fanOuts;
  private final Histogram accepted;
  private final Histogram lags;
  private final Histogram sweeps;
  private final Histogram commands;
  private final Histogram calls;

  // So that looking a label up takes no array; as many as there are names in code.
  private final Map<String, Map<String, DistributionDataPoint>> byCommand =
      new ConcurrentHashMap<>();
  private final Map<String, DistributionDataPoint> byMethod = new ConcurrentHashMap<>();

  @Inject
  Durations(MetricsRegistry metrics) {
    roundTrips =
        metrics.histogram(
            "heartwire_round_trip_seconds",
            "From a ping that was written until its pong was read",
            ROUND_TRIP);
    written =
        metrics.histogram(
            "heartwire_publish_to_written_seconds",
            "From publishing until written to a subscriber's socket; of a sample of publications",
            WRITTEN);
    fanOuts =
        metrics.histogram(
            "heartwire_fan_out_seconds",
            "Handing one publication to all its subscribers on this node",
            FAN_OUT);
    accepted =
        metrics.histogram(
            "heartwire_publish_seconds",
            "From publishing on this node until the engine has accepted it",
            PUBLISH);
    lags =
        metrics.histogram(
            "heartwire_delivery_lag_seconds",
            "From a publication that the store of the engine accepted, from any node, until it was"
                + " handed to this node's subscribers, by the store's clock",
            LAG);
    sweeps =
        metrics.histogram(
            "heartwire_sweep_seconds", "One walk of the heartbeat over all connections", SWEEP);
    commands =
        metrics.histogram(
            "heartwire_command_seconds",
            "From a client's command that was read until it was answered",
            COMMAND,
            "protocol",
            "command");
    calls =
        metrics.histogram(
            "heartwire_api_call_seconds",
            "Carrying out one command of the server API",
            COMMAND,
            "method");
  }

  @Override
  public void roundTrip(long nanos) {
    roundTrips.observe(nanos * NANOS);
  }

  @Override
  public void written(long nanos) {
    written.observe(nanos * NANOS);
  }

  @Override
  public void fannedOut(long nanos) {
    fanOuts.observe(nanos * NANOS);
  }

  @Override
  public void accepted(long nanos) {
    accepted.observe(nanos * NANOS);
  }

  @Override
  public void delivered(long nanos) {
    lags.observe(nanos * NANOS);
  }

  @Override
  public void swept(long nanos) {
    sweeps.observe(nanos * NANOS);
  }

  @Override
  public Distribution roundTrips() {
    return distribution(roundTrips);
  }

  @Override
  public Distribution written() {
    return distribution(written);
  }

  /** Of a histogram without labels. */
  private static Distribution distribution(Histogram histogram) {
    ClassicHistogramBuckets buckets =
        histogram.collect().getDataPoints().get(0).getClassicBuckets();
    long[] counts = new long[buckets.size()];
    double[] bounds = new double[counts.length - 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getCount(i);
      if (i < bounds.length) {
        bounds[i] = buckets.getUpperBound(i);
      }
    }
    return new Distribution(bounds, counts);
  }

  @Override
  public void client(String protocol, String command, long nanos) {
    Map<String, DistributionDataPoint> ofProtocol = byCommand.get(protocol);
    DistributionDataPoint point = ofProtocol == null ? null : ofProtocol.get(command);
    if (point == null) {
      point = commands.labelValues(protocol, command);
      byCommand
          .computeIfAbsent(protocol, added -> new ConcurrentHashMap<>())
          .putIfAbsent(command, point);
    }
    point.observe(nanos * NANOS);
  }

  @Override
  public void api(String method, long nanos) {
    DistributionDataPoint point = byMethod.get(method);
    if (point == null) {
      point = calls.labelValues(method);
      byMethod.putIfAbsent(method, point);
    }
    point.observe(nanos * NANOS);
  }
}
