package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.hook.ApplicationBeans;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.Troubles;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Joins sessions to the connections that were admitted for them.
 *
 * <p>Safe for use by any thread; the events of one session come one at a time. No client proxy
 * stands before it, as before a bean of the application scope: it would cost each message a call by
 * reflection.
 */
@Singleton
class Conversations {
  private static final Logger LOG = Logger.getLogger(Conversations.class.getName());
  private static final String KEY = Conversation.class.getName();
  private static final String WIRE = SessionTransport.class.getName();
  private static final int ABNORMAL = 1011;

  @Inject private WireThreads threads;
  @Inject private MessageConfig config;
  @Inject private ReadConfig reading;
  @Inject private ContainerSessions containers;
  @Inject private ApplicationBeans beans;
  @Inject private TimeSource time;

  private final Executor pongs = reading -> threads.pong(reading);
  private final Executor ends = reading -> threads.end(reading);
  private final Executor later = end -> threads.later(end, ClosingReads.PATIENCE);
  @Inject private Troubles troubles;

  @PostConstruct
  void sayWhoReads() {
    LOG.info(
        beans.isAny()
            ? "Connections are read by threads of the container, since beans of the application"
                + " take part, and might block"
            : "Connections are read by event loops");
  }

  /**
   * Opens the conversation of a new session. Nothing escapes: the container would swallow it and
   * leave the session open.
   */
  void begin(Session session, Function<Admitted, Dialogue> dialogues) {
    if (!(session.getUserProperties().get(Admitted.ATTRIBUTE) instanceof Admitted admitted)) {
      troubles.report("A session came past admission", new IllegalStateException(session.getId()));
      refuse(session, CloseReason.INTERNAL_ERROR);
      return;
    }
    Connection connection = admitted.connection();
    try {
      EventLoop loop = threads.loop();
      AsyncSend sends = new AsyncSend();
      Conversation conversation =
          new Conversation(connection, dialogues.apply(admitted), config.maxBytes(), troubles);
      ReadGate gate = watch(session, connection, conversation, sends, loop);
      SessionTransport transport =
          new SessionTransport(
              session, connection, threads, loop, sends, gate, config.writeTimeout());
      session.getUserProperties().put(WIRE, transport);
      session.getUserProperties().put(KEY, conversation);
      if (conversation.open(transport)) {
        conversation.opened();
      } else {
        refuse(session, CloseReason.NOT_READY);
      }
    } catch (RuntimeException failure) {
      troubles.report("Could not open " + connection, failure);
      refuse(session, CloseReason.INTERNAL_ERROR);
      connection.ended(CloseReason.INTERNAL_ERROR);
    }
  }

  /** Passes an event on to the session's conversation, if it has one. */
  void with(Session session, Consumer<Conversation> event) {
    if (property(session, KEY) instanceof Conversation conversation) {
      event.accept(conversation);
    }
  }

  /** The container is about to close the session's socket. */
  void end(Session session, jakarta.websocket.CloseReason reason) {
    if (property(session, WIRE) instanceof SessionTransport wire) {
      wire.closing();
    }
    with(session, conversation -> conversation.closed(reasonOf(reason)));
  }

  /** What the container says of the end: 1011 is how it reports a connection that just broke. */
  private static CloseReason reasonOf(jakarta.websocket.CloseReason reason) {
    int code = reason.getCloseCode().getCode();
    if (code == ABNORMAL) {
      return CloseReason.VANISHED;
    }
    String text = reason.getReasonPhrase();
    return new CloseReason(code, text == null ? "" : text);
  }

  /** A session whose socket has gone may have no properties any more. */
  private static @Nullable Object property(Session session, String key) {
    Map<String, Object> properties = session.getUserProperties();
    return properties == null ? null : properties.get(key);
  }

  private @Nullable ReadGate watch(
      Session session,
      Connection connection,
      Conversation conversation,
      AsyncSend sends,
      EventLoop loop) {
    ContainerSession found = containers.find(session).orElse(null);
    if (found == null) {
      return null;
    }
    ReadGate gate =
        new ReadGate(found, connection, conversation, reading, sends, pongs, ends, later, time);
    found.runBy(gate);
    found.readOnArrival(beans.isAny() ? null : loop, gate::take, ends);
    return gate;
  }

  private void refuse(Session session, CloseReason reason) {
    if (property(session, WIRE) instanceof SessionTransport wire) {
      wire.close(reason);
      return;
    }
    threads.close(
        () -> {
          try {
            session.close(SessionTransport.toContainer(reason));
          } catch (IOException | IllegalStateException gone) {
            troubles.report("A session that was refused had gone already", gone);
          }
        });
  }
}
