package com.example.shop;

import io.heartwire.channel.ClientPublished;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.ClientMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what an application can observe of its clients, in words. */
@ApplicationScoped
public class Diary {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  void connected(@Observes ClientConnected event) {
    lines.add(event.client().user() + " connected");
  }

  void subscribed(@Observes ClientSubscribed event) {
    lines.add(event.client().user() + " subscribed to " + event.channel());
  }

  void published(@Observes ClientPublished event) {
    String data = new String(event.data().shared(), StandardCharsets.UTF_8);
    lines.add(
        "%s published %s to %s at %d"
            .formatted(event.client().user(), data, event.channel(), event.position().offset()));
  }

  void sent(@Observes ClientMessage event) {
    String data = new String(event.data().shared(), StandardCharsets.UTF_8);
    lines.add(event.client().user() + " sent " + data);
  }

  void unsubscribed(@Observes ClientUnsubscribed event) {
    lines.add(event.client().user() + " unsubscribed from " + event.channel() + ": " + event.why());
  }

  void disconnected(@Observes ClientDisconnected event) {
    lines.add(event.client().user() + " disconnected");
  }

  /** What happened to one user's clients, in order. */
  public List<String> of(String user) {
    return lines.stream()
        .filter(line -> line.startsWith(user + " "))
        .map(line -> line.substring(user.length() + 1))
        .toList();
  }
}
