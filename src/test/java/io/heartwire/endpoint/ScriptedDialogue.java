package io.heartwire.endpoint;

import io.heartwire.connection.Connection;
import io.heartwire.protocol.Dialogue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what it hears. */
final class ScriptedDialogue implements Dialogue {
  final List<String> heard = new ArrayList<>();
  boolean throwing;
  CompletableFuture<?> lettingIn = CompletableFuture.completedFuture(null);
  private final Connection connection;

  ScriptedDialogue(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public CompletionStage<?> admitted() {
    if (throwing) {
      throw new IllegalStateException("a dialogue out of order");
    }
    heard.add("admitted");
    return lettingIn;
  }

  @Override
  public void opened() {
    heard.add("opened");
    connection.ready();
  }

  @Override
  public void text(String message) {
    if (throwing) {
      throw new IllegalStateException("a dialogue out of order");
    }
    heard.add(message);
  }

  @Override
  public void binary(ByteBuffer message) {
    heard.add(message.remaining() + " bytes");
  }

  @Override
  public void closed() {
    heard.add("closed");
  }
}
