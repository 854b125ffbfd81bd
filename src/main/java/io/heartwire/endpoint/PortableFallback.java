package io.heartwire.endpoint;

import io.heartwire.selftest.WireFallback;
import io.heartwire.wire.WireSwitch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Switches to the portable mode when the self-test at the start finds that the wire does not work.
 */
@Singleton
class PortableFallback implements WireFallback {
  @Inject private WireSwitch wireSwitch;

  @Override
  public boolean isPortable() {
    return wireSwitch.isPortable();
  }

  @Override
  public void toPortable(String why, Throwable cause) {
    wireSwitch.toPortable(why, cause);
  }
}
