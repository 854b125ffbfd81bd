package io.heartwire.console;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Closes one connection of this node, which is told not to come back. */
@Singleton
class DisconnectQuestion implements Question {
  static final JsonShape SHAPE = JsonShape.of(ConnectionQuestion.ID);

  private final ConnectionRegistry connections;

  @Inject
  DisconnectQuestion(ConnectionRegistry connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "disconnect";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  @Override
  public boolean acts() {
    return true;
  }

  @Override
  public byte[] answer(FieldValues in) {
    ConnectionQuestion.find(connections, in.get(ConnectionQuestion.ID))
        .close(CloseReason.FORCE_NO_RECONNECT);
    return JsonText.object(out -> {});
  }
}
