package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.Payload;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.InboundPermit;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.hub.Credentials;
import io.heartwire.protocol.CommandQueue;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.HeldUntilClosed;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue of a STOMP connection: it carries frames out one after the other. The first must be
 * CONNECT. Receipts follow the effect. A frame that fails is answered with ERROR, and the
 * connection is closed.
 */
public final class StompDialogue implements Dialogue {
  /** After these the client was told to leave, or took its leave. */
  private static final Set<Integer> IN_ORDER = Set.of(1000, 1012, 3005, 3011);

  private final Connection connection;
  private final Credentials credentials;
  private final StompServices services;
  private final FrameDecoder decoder;
  private final Unfinished.Share parts;
  private final WritableGate gate;
  private final CommandQueue steps;
  private final HeldUntilClosed<StompSession> session = new HeldUntilClosed<>();
  private volatile @Nullable Commands commands; // null before the client is connected
  private volatile boolean isLatest = true;
  private volatile boolean isNobodysFault; // and so none of a message that the client has
  private boolean isOver; // used by the reading callback only
  private int frames; // of the present message; used by the reading callback only

  /**
   * @param credentials what the client brought with its handshake
   */
  public StompDialogue(Connection connection, Credentials credentials, StompServices services) {
    this.connection = connection;
    this.credentials = credentials;
    this.services = services;
    this.decoder = new FrameDecoder(services.config());
    this.parts = services.unfinished().of(connection);
    this.gate = new WritableGate(connection);
    this.steps =
        new CommandQueue(
            services.clientConfig().mostWaiting(),
            services.clientConfig().mostWaitingBytes(),
            connection.quota().waiting(),
            gate,
            failure -> fail(failure, ""));
  }

  /** Does nothing: the client sends the first frame, and has a deadline for it. */
  @Override
  public void opened() {}

  @Override
  public void text(String message) {
    read(ByteBuffer.wrap(message.getBytes(UTF_8)), true);
  }

  @Override
  public void binary(ByteBuffer message) {
    read(message, false);
  }

  @Override
  public void closed() {
    steps.close();
    parts.end();
    StompSession held = session.close();
    if (held != null) {
      CloseReason reason = connection.endedBy().orElse(CloseReason.VANISHED);
      held.close(
          isNobodysFault || IN_ORDER.contains(reason.code())
              ? ""
              : "the connection ended with %d %s".formatted(reason.code(), reason.text()));
    }
  }

  private void read(ByteBuffer message, boolean isText) {
    if (isOver) {
      return;
    }
    long begun = services.times().begin();
    frames = 0;
    try {
      decoder.decode(message, isText, frame -> take(frame, begun));
      parts.hold(decoder.kept());
    } catch (StompException bad) {
      isOver = true;
      // Those before it are answered first.
      add(() -> CompletableFuture.failedStage(bad), 0, 0);
      return;
    }
    // A heart-beat, or a part of a frame, costs as much as a frame: there could be many.
    if (frames == 0 && connection.quota().command() != InboundPermit.GRANTED) {
      end(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  private boolean take(ClientFrame frame, long begun) {
    frames++;
    connection.active();
    if (connection.quota().command() != InboundPermit.GRANTED) {
      end(CloseReason.TOO_MANY_REQUESTS);
      return false;
    }
    add(() -> carryOut(frame, begun), frame.size(), frame.cost());
    return !isOver;
  }

  private void end(CloseReason reason) {
    isOver = true;
    connection.close(reason);
  }

  private void add(Supplier<CompletionStage<?>> step, long size, long held) {
    if (!steps.add(step, size, held)) {
      connection.quota().exceeded(ConnectionLimit.WAITING_COMMANDS);
      end(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  private CompletionStage<?> carryOut(ClientFrame frame, long begun) {
    CompletionStage<?> step;
    try {
      step = begin(frame);
    } catch (RuntimeException refused) {
      step = CompletableFuture.failedStage(refused);
    }
    return step.handle(
        (done, failure) -> {
          if (failure != null) {
            fail(failure, frame.header("receipt"));
          }
          services.times().client("stomp", frame.command().label(), begun);
          return null;
        });
  }

  private CompletionStage<?> begin(ClientFrame frame) {
    Commands known = commands;
    if (known != null) {
      return known.take(frame).thenAccept(effect -> answer(frame, effect));
    }
    if (frame.command() == StompCommand.DISCONNECT) {
      answer(frame, Commands.Effect.DONE);
      return CompletableFuture.completedStage(null);
    }
    if (!frame.command().isConnect()) {
      throw StompException.badRequest("the first frame must be CONNECT, and is " + frame.command());
    }
    return new StompConnectStep(connection, credentials, gate, services)
        .take(frame, this::checkTime, this::hold)
        .thenAccept(entered -> commands = new Commands(entered, services));
  }

  /** In its turn, since a commit may be under way. */
  private void checkTime() {
    var unused =
        steps.add(
            () -> {
              StompSession open = session.held();
              if (open != null) {
                open.transactions().checkTime(services.time().nanos());
              }
              return CompletableFuture.completedStage(null);
            });
  }

  /** Keeps the session, so that it is closed with the connection. */
  private void hold(StompSession entered) {
    isLatest = entered.isLatest();
    if (!session.hold(entered)) {
      throw new StompException("closed", "the connection has ended", CloseReason.VANISHED);
    }
  }

  private void answer(ClientFrame frame, Commands.Effect effect) {
    if (frame.has("receipt")) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("receipt-id", frame.header("receipt"));
      headers.putAll(effect.told());
      send("RECEIPT", headers, null);
    }
    effect.afterwards().run();
    if (frame.command() == StompCommand.DISCONNECT) {
      steps.close();
      connection.closeWhenSent(CloseReason.NORMAL);
    }
  }

  /** Tells the client why, and closes the connection; frames after this one are dropped. */
  private void fail(Throwable thrown, String receipt) {
    StompException failure =
        StompFailures.of(thrown)
            .orElseGet(
                () -> {
                  services
                      .errors()
                      .report(connection.id(), "A frame of " + connection + " failed", thrown);
                  return StompFailures.internal();
                });
    steps.close();
    isNobodysFault = failure.isTemporary();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("message", failure.summary());
    headers.putAll(failure.headers());
    if (!receipt.isEmpty()) {
      headers.put("receipt-id", receipt);
    }
    headers.put("content-type", "text/plain;charset=utf-8");
    send("ERROR", headers, Payload.text(failure.detail()));
    connection.closeWhenSent(failure.reason());
  }

  private void send(String command, Map<String, String> headers, @Nullable Payload body) {
    connection.send(
        ServerFrame.encode(command, headers, body, isLatest, null), OverflowPolicy.DISCONNECT);
  }
}
