package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.InboundPermit;
import io.heartwire.protocol.CommandQueue;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.HeldUntilClosed;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue of a Centrifuge connection: it handles commands one after the other. The first must
 * be a connect command.
 */
public final class CentrifugeDialogue implements Dialogue {
  private static final Logger LOG = Logger.getLogger(CentrifugeDialogue.class.getName());

  private final Connection connection;
  private final Encoding encoding;
  private final CentrifugeServices services;
  private final CentrifugeReplies replies;
  private final CommandQueue steps;
  private volatile @Nullable CentrifugeCommands commands; // null before the client is connected
  private final HeldUntilClosed<ClientSession> session = new HeldUntilClosed<>();

  /**
   * @param isProtobuf whether the client chose the binary encoding
   */
  public CentrifugeDialogue(
      Connection connection, boolean isProtobuf, CentrifugeServices services) {
    this.connection = connection;
    this.encoding = isProtobuf ? Encoding.PROTOBUF : Encoding.JSON;
    this.services = services;
    this.replies = new CentrifugeReplies(connection, encoding);
    this.steps =
        new CommandQueue(
            services.clientConfig().mostWaiting(),
            services.clientConfig().mostWaitingBytes(),
            connection.quota().waiting(),
            connection::whenWritable,
            failure -> answer(0, failure));
  }

  /** Does nothing: the client sends the first command, and has a deadline for it. */
  @Override
  public void opened() {}

  @Override
  public void text(String message) {
    if (CommandSizes.exceed(message, services.config().mostCommandBytes())) {
      refuseSize();
    } else if (encoding == Encoding.JSON) {
      take(JsonCodec.decode(message), message.length());
    } else {
      connection.close(DisconnectCode.BAD_REQUEST.closeReason());
    }
  }

  @Override
  public void binary(ByteBuffer message) {
    int bytes = message.remaining();
    int most = services.config().mostCommandBytes();
    if (encoding == Encoding.PROTOBUF) {
      if (CommandSizes.exceed(message, most)) {
        refuseSize();
      } else {
        take(ProtobufCodec.decode(message), bytes);
      }
    } else if (CommandSizes.exceedInLines(message, most)) {
      refuseSize();
    } else {
      take(JsonCodec.decode(message), bytes);
    }
  }

  @Override
  public void closed() {
    steps.close();
    ClientSession held = session.close();
    if (held != null) {
      held.close();
    }
  }

  private void refuseSize() {
    connection.quota().exceeded(ConnectionLimit.MESSAGE_SIZE);
    connection.close(CloseReason.tooBig(services.config().mostCommandBytes()));
  }

  private void take(DecodeResult frame, int size) {
    long begun = services.times().begin();
    int share = size / Math.max(1, frame.commands().size());
    for (Command command : frame.commands()) {
      InboundPermit permit = connection.quota().command();
      if (permit == InboundPermit.EXHAUSTED
          || (permit == InboundPermit.REFUSED && command.id() == 0)) {
        connection.close(CloseReason.TOO_MANY_REQUESTS);
        return;
      }
      take(command, permit, share, begun);
    }
    if (frame instanceof DecodeResult.BadRequest bad) {
      LOG.log(
          Level.FINE,
          "Command {0} of a frame of {1} is malformed: {2}",
          new Object[] {bad.index(), connection, bad.why()});
      // The commands before the bad one are answered first.
      add(
          () -> CompletableFuture.failedStage(new ProtocolException(DisconnectCode.BAD_REQUEST)),
          0);
    }
  }

  private void take(Command command, InboundPermit permit, int size, long begun) {
    if (permit == InboundPermit.REFUSED) {
      add(() -> refuse(command.id()), 0);
    } else if (command.request() instanceof Request.Pong && commands != null) {
      // Not queued: otherwise the durations of other commands would count as round trip.
      connection.answered();
    } else {
      add(() -> carryOut(command, begun), size + command.filterCost());
    }
  }

  private void add(Supplier<CompletionStage<?>> step, long size) {
    if (!steps.add(step, size)) {
      connection.quota().exceeded(ConnectionLimit.WAITING_COMMANDS);
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  /** Queued, so that the error reply keeps the order of replies. */
  private CompletionStage<?> refuse(long id) {
    answer(id, new ProtocolException(ErrorCode.TOO_MANY_REQUESTS));
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<?> carryOut(Command command, long begun) {
    CompletionStage<@Nullable Void> step;
    try {
      step = begin(command.id(), command.request());
    } catch (RuntimeException refused) {
      step = CompletableFuture.failedStage(refused);
    }
    return step.handle(
        (done, failure) -> {
          if (failure != null) {
            answer(command.id(), failure);
          }
          String name = CommandNames.of(command.request());
          services.times().client(CommandNames.PROTOCOL, name, begun);
          return null;
        });
  }

  private CompletionStage<@Nullable Void> begin(long id, Request request) {
    if (request instanceof Request.OverLimit over) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, over.limit());
    }
    CentrifugeCommands known = commands;
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
              commands = new CentrifugeCommands(entered, replies, services);
              return null;
            });
  }

  /** Keeps the session, so that it is closed with the connection. */
  private void hold(ClientSession entered) {
    if (!session.hold(entered)) {
      entered.close();
      throw new ProtocolException(DisconnectCode.CONNECTION_CLOSED);
    }
  }

  private void answer(long id, Throwable thrown) {
    FailureReplies failure = FailureReplies.of(thrown);
    if (failure instanceof FailureReplies.Unforeseen unforeseen) {
      services
          .errors()
          .report(connection.id(), "A command of " + connection + " failed", unforeseen.cause());
      failure = unforeseen.asError();
    }
    if (failure instanceof FailureReplies.Error error && id != 0) {
      replies.send(error.reply(id));
    } else if (failure instanceof FailureReplies.Disconnect disconnect) {
      end(disconnect.reason());
    } else {
      end(DisconnectCode.SERVER_ERROR.closeReason());
    }
  }

  /** Closes the connection after the replies to earlier commands; later commands are dropped. */
  private void end(CloseReason reason) {
    steps.close();
    connection.closeWhenSent(reason);
  }
}
