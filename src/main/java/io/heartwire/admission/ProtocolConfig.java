package io.heartwire.admission;

import io.heartwire.config.Settings;

/**
 * The admission settings of one protocol.
 *
 * @param isEnabled whether it is served
 * @param maxConnections the most connections of the protocol; 0 = no limit but the pool's
 */
record ProtocolConfig(boolean isEnabled, int maxConnections) {

  static ProtocolConfig read(Settings settings, ProtocolPath protocolPath) {
    return new ProtocolConfig(
        settings.flag("heartwire." + protocolPath.protocol() + ".enabled"),
        settings.number(maxConnectionsKey(protocolPath), 0, 1_000_000));
  }

  static String maxConnectionsKey(ProtocolPath protocolPath) {
    return "heartwire.admission." + protocolPath.protocol() + ".max-connections";
  }
}
