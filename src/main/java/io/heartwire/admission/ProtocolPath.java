package io.heartwire.admission;

import java.util.Locale;

/** The URL paths that clients connect to, one for each protocol. */
enum ProtocolPath {
  /** {@code /ws/{channel}}. */
  RAW,
  /** {@code /connection/websocket}. */
  CENTRIFUGE,
  /** {@code /stomp}. */
  STOMP;

  static final String RAW_PATH = "/ws/";
  static final String CENTRIFUGE_PATH = "/connection/websocket";
  static final String STOMP_PATH = "/stomp";

  /** The protocol's name, as in configuration keys, in {@code Peer} and on the console. */
  String protocol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
