package io.heartwire.hub;

import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionListener;
import io.heartwire.connection.ConnectionOpened;
import io.heartwire.hook.ApplicationEvents;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells the application's observers which connections come and go. Safe for use by any thread. */
@Singleton
class ConnectionEvents implements ConnectionListener {
  private final ApplicationEvents events;

  @Inject
  ConnectionEvents(ApplicationEvents events) {
    this.events = events;
  }

  @Override
  public void opened(ConnectionOpened event) {
    events.fire(event.connection().id().toString(), event);
  }

  @Override
  public void closed(ConnectionClosed event) {
    events.fire(event.connection().id().toString(), event);
  }
}
