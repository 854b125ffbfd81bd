package io.heartwire.admission;

import io.heartwire.config.Settings;

/**
 * What holds for one protocol.
 *
 * @param isEnabled whether it is served
 * @param maxConnections 0 = as many as the pool has places
 */
record EntranceConfig(boolean isEnabled, int maxConnections) {

  static EntranceConfig read(Settings settings, Entrance entrance) {
    return new EntranceConfig(
        settings.flag("heartwire." + entrance.protocol() + ".enabled"),
        settings.number(maxConnectionsKey(entrance), 0, 1_000_000));
  }

  static String maxConnectionsKey(Entrance entrance) {
    return "heartwire.admission." + entrance.protocol() + ".max-connections";
  }
}
