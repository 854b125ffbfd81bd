package io.heartwire.client;

import java.util.Objects;

/** What the parts of one client share. */
record Parts(Monitor monitor, Callbacks callbacks, ClientTime time) {

  static Parts of(Settings settings, SharedRuntime shared) {
    Callbacks callbacks =
        new Callbacks(Objects.requireNonNullElseGet(settings.executor(), shared::executor));
    ClientTime time = Objects.requireNonNullElseGet(settings.time(), shared::time);
    return new Parts(new Monitor(callbacks), callbacks, time);
  }
}
