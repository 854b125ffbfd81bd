package io.heartwire.heartbeat;

/** Learns how long each sweep took. Called by the sweeping thread; must be quick. */
public interface SweepListener {

  void swept(long nanos);
}
