package io.heartwire.connection;

/** Learns of every measured round trip, for figures over all connections. Must be quick. */
public interface RoundTripListener {

  /**
   * @param nanos from just before the ping was written until its pong was read
   */
  void roundTrip(long nanos);
}
