package com.example.blocking;

import io.heartwire.broker.NodeAnswer;
import io.heartwire.connection.CloseReason;
import io.heartwire.hub.Operations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Closes a banned user's connections, on whatever node they are. */
@ApplicationScoped
class Bans {
  @Inject Operations operations;

  public record UserBanned(String user) {}

  void banned(@Observes UserBanned event) {
    operations
        .disconnect(event.user(), new CloseReason(4501, "banned"))
        .thenAccept(
            nodes -> {
              for (NodeAnswer node : nodes) {
                if (node.outcome() != NodeAnswer.Outcome.DONE) {
                  System.err.println(node.node().name() + ": " + node.outcome());
                }
              }
            });
  }
}
