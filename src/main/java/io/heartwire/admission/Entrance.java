package io.heartwire.admission;

import java.util.Locale;

/** The paths at which clients come in, each speaking a protocol of its own. */
enum Entrance {
  /** {@code /ws/{channel}}. */
  RAW,
  /** {@code /connection/websocket}. */
  CENTRIFUGE;

  static final String RAW_PATH = "/ws/";

  /** The entrance of a path that the filter is mapped to. */
  static Entrance of(String path) {
    return path.startsWith(RAW_PATH) ? RAW : CENTRIFUGE;
  }

  /** The protocol's name, as in keys, in {@code Peer} and on the page. */
  String protocol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
