package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The overview; the connections of all nodes, and of a user. Safe for use by any thread. */
@Singleton
class ViewMethods implements ConsoleMethods {
  static final JsonField<String> NODE = JsonField.text("node");

  private final Overview overview;
  private final NodeAsking nodes;
  private final ApiMethods api;

  @Inject
  ViewMethods(Overview overview, NodeAsking nodes, ApiMethods api) {
    this.overview = overview;
    this.nodes = nodes;
    this.api = api;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        ConsoleMethod.read(
            "overview",
            JsonShape.of(),
            request -> CompletableFuture.completedStage(overview.json())),
        ConsoleMethod.read("connections", ConnectionsQuestion.SHAPE.and(NODE), this::connections),
        ConsoleMethod.read("user", ConnectionsQuestion.SHAPE.and(NODE), this::user),
        ConsoleMethod.read(
            "connection",
            ConnectionQuestion.SHAPE.and(NODE),
            request -> one("connection", request)),
        ConsoleMethod.act(
            "disconnect",
            DisconnectQuestion.SHAPE.and(NODE),
            request -> one("disconnect", request),
            NODE,
            ConnectionQuestion.ID),
        api.act("user_disconnect", "disconnect", List.of("user"), "user"),
        api.act("user_revoke", "invalidate_user_tokens", List.of("user"), "user"));
  }

  private CompletionStage<byte[]> connections(ConsoleMethod.Request request) {
    ConnectionFilter unused = ConnectionFilter.read(request.in()); // refused here, if it is wrong
    return nodes.list(
        "connections",
        request.in().get(NODE),
        request.body(),
        ConnectionsQuestion.query(request.in()));
  }

  private CompletionStage<byte[]> user(ConsoleMethod.Request request) {
    if (request.in().get(ConnectionFilter.USER).isEmpty()) {
      throw ConsoleErrors.badRequest("user is missing");
    }
    return connections(request);
  }

  private CompletionStage<byte[]> one(String question, ConsoleMethod.Request request) {
    if (request.in().get(NODE).isEmpty()) {
      throw ConsoleErrors.badRequest("node is missing");
    }
    return nodes
        .askOne(question, request.in().get(NODE), request.body())
        .thenApply(Payload::shared);
  }
}
