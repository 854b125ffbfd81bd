package io.heartwire.it.centrifuge;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.EventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what becomes of an official Java client. */
public class StateListener extends EventListener {
  private final List<String> states = new CopyOnWriteArrayList<>();
  private final List<String> reasons = new CopyOnWriteArrayList<>();

  /** {@code connecting 0}, {@code connected}, {@code disconnected 3500}. */
  public final List<String> states() {
    return states;
  }

  /** Why it lost its connection, each time. */
  final List<String> reasons() {
    return reasons;
  }

  @Override
  public void onConnecting(Client who, ConnectingEvent event) {
    states.add("connecting " + event.getCode());
    reasons.add(event.getReason());
  }

  @Override
  public void onConnected(Client who, ConnectedEvent event) {
    states.add("connected");
  }

  @Override
  public void onDisconnected(Client who, DisconnectedEvent event) {
    states.add("disconnected " + event.getCode());
  }
}
