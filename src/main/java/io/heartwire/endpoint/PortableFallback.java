package io.heartwire.endpoint;

import io.heartwire.warmup.WireFallback;
import io.heartwire.wire.WireSwitch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Falls back on the portable way when the test at the start finds that the other does not work. */
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
