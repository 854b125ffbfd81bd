package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Limit;
import io.heartwire.connection.Permit;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.Sequence;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a connection that speaks the Centrifuge protocol: commands in, one answered
 * after the other, and a connect command first of all.
 */
public final class CentrifugeDialogue implements Dialogue {
  private final Connection connection;
  private final Encoding encoding;
  private final CentrifugeServices services;
  private final Replies replies;
  private final Sequence steps;
  private volatile @Nullable Commands commands; // there is none before the client was let in
  private @Nullable ClientSession session; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param isProtobuf whether the client chose the binary encoding
   */
  public CentrifugeDialogue(
      Connection connection, boolean isProtobuf, CentrifugeServices services) {
    this.connection = connection;
    this.encoding = isProtobuf ? Encoding.PROTOBUF : Encoding.JSON;
    this.services = services;
    this.replies = new Replies(connection, encoding);
    this.steps =
        new Sequence(
            services.clientConfig().mostWaiting(),
            connection::whenWritable,
            failure -> answer(0, failure));
  }

  /** Nothing: the client speaks first, and has a deadline for it. */
  @Override
  public void opened() {}

  @Override
  public void text(String message) {
    if (encoding == Encoding.JSON) {
      take(JsonCodec.decode(message));
    } else {
      connection.close(DisconnectCode.BAD_REQUEST.closeReason());
    }
  }

  @Override
  public void binary(ByteBuffer message) {
    if (encoding == Encoding.PROTOBUF) {
      take(ProtobufCodec.decode(message));
    } else {
      connection.close(DisconnectCode.BAD_REQUEST.closeReason());
    }
  }

  @Override
  public void closed() {
    steps.close();
    ClientSession held;
    synchronized (this) {
      closed = true;
      held = session;
      session = null;
    }
    if (held != null) {
      held.close();
    }
  }

  private void take(DecodeResult frame) {
    for (Command command : frame.commands()) {
      Permit permit = connection.quota().command();
      if (permit == Permit.EXHAUSTED || (permit == Permit.REFUSED && command.id() == 0)) {
        connection.close(CloseReason.TOO_MANY_REQUESTS);
        return;
      }
      take(command, permit);
    }
    if (frame instanceof DecodeResult.BadRequest) {
      // Those before the bad one are answered first.
      add(() -> CompletableFuture.failedStage(new ProtocolException(DisconnectCode.BAD_REQUEST)));
    }
  }

  private void take(Command command, Permit permit) {
    if (permit == Permit.REFUSED) {
      add(() -> refuse(command.id()));
    } else if (command.request() instanceof Request.Pong && commands != null) {
      connection.answered(); // at once: how long others take says nothing of the client
    } else {
      add(() -> carryOut(command));
    }
  }

  private void add(Supplier<CompletionStage<?>> step) {
    if (!steps.add(step)) {
      connection.quota().exceeded(Limit.WAITING_COMMANDS);
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  /** In its turn, as every answer. */
  private CompletionStage<?> refuse(long id) {
    answer(id, new ProtocolException(ErrorCode.TOO_MANY_REQUESTS));
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<?> carryOut(Command command) {
    CompletionStage<@Nullable Void> step;
    try {
      step = begin(command.id(), command.request());
    } catch (RuntimeException refused) {
      step = CompletableFuture.failedStage(refused);
    }
    return step.exceptionally(
        failure -> {
          answer(command.id(), failure);
          return null;
        });
  }

  private CompletionStage<@Nullable Void> begin(long id, Request request) {
    Commands known = commands;
    if (known != null) {
      return known.take(id, request);
    }
    if (!(request instanceof Request.Connect connect)) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    return new ConnectStep(connection, replies, services)
        .take(id, connect, this::hold)
        .thenApply(
            entered -> {
              commands = new Commands(entered, replies, services);
              return null;
            });
  }

  /** The client is who it says; from now on the session ends with the connection. */
  private void hold(ClientSession entered) {
    boolean isLate;
    synchronized (this) {
      isLate = closed;
      session = isLate ? null : entered;
    }
    if (isLate) {
      entered.close();
      throw new ProtocolException(DisconnectCode.CONNECTION_CLOSED);
    }
  }

  private void answer(long id, Throwable thrown) {
    Failures failure = Failures.of(thrown);
    if (failure instanceof Failures.Unforeseen unforeseen) {
      services.troubles().report("A command of " + connection + " failed", unforeseen.cause());
      failure = unforeseen.asError();
    }
    if (failure instanceof Failures.Error error && id != 0) {
      replies.send(error.reply(id));
    } else if (failure instanceof Failures.Disconnect disconnect) {
      end(disconnect.reason());
    } else {
      end(DisconnectCode.SERVER_ERROR.closeReason());
    }
  }

  /** The client gets the answers to what it asked before, and is asked nothing more. */
  private void end(CloseReason reason) {
    steps.close();
    connection.closeWhenSent(reason);
  }
}
