package io.heartwire.bench.scenario;

/**
 * How much of everything.
 *
 * @param seconds of one measurement
 * @param connections of most scenarios
 * @param idleConnections of the idle scenario
 * @param idleSeconds of its measurement
 * @param handshakes of each half of the handshake scenario
 */
public record Size(
    int seconds, int connections, int idleConnections, int idleSeconds, int handshakes) {

  Size withHandshakes(int count) {
    return new Size(seconds, connections, idleConnections, idleSeconds, count);
  }
}
