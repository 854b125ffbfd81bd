package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Transport;
import io.heartwire.hook.ApplicationBeans;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.Troubles;
import io.heartwire.wire.EventLoops;
import io.heartwire.wire.Wire;
import io.heartwire.wire.WireConfig;
import io.heartwire.wire.WireConnection;
import io.heartwire.wire.WireSwitch;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
  private static final String WIRE = WireConnection.class.getName();

  @Inject private Wire wire;
  @Inject private WireSwitch wireSwitch;
  @Inject private WireConfig config;
  @Inject private EventLoops loops;
  @Inject private ApplicationBeans beans;
  @Inject private Troubles troubles;

  @PostConstruct
  void sayWhoReads() {
    LOG.info("Connections are read " + byWhom());
  }

  private String byWhom() {
    if (wireSwitch.isPortable()) {
      return "by the container, as heartwire.wire=portable says";
    }
    return beans.isAny()
        ? "by threads of the server, since beans of the application take part, and might block"
        : "by event loops, and over TLS by threads of the server";
  }

  /**
   * Begins the conversation of a client that was let in and has no session yet.
   *
   * @param properties that its session will have
   * @return done when it may have one
   */
  CompletionStage<?> prepare(Admitted admitted, Dialogue dialogue, Map<String, Object> properties) {
    Conversation conversation =
        new Conversation(admitted.connection(), dialogue, config.maxBytes(), troubles);
    properties.put(KEY, conversation);
    return conversation.admitted();
  }

  /**
   * Opens the conversation of a new session. Nothing escapes: the container would swallow it and
   * leave the session open.
   *
   * @param events hears what the session has to say
   */
  void open(Session session, SessionEvents events) {
    if (!(session.getUserProperties().get(KEY) instanceof Conversation conversation)) {
      troubles.report("A session came past admission", new IllegalStateException(session.getId()));
      new PortableTransport(session, Optional.empty(), loops, config.writeTimeout())
          .close(CloseReason.INTERNAL_ERROR);
      return;
    }
    Connection connection = conversation.connection();
    Optional<WireConnection> below = Optional.empty();
    try {
      below = wire.take(session, connection, new SessionFrames(session, events), beans.isAny());
      Transport transport = below.isPresent() ? below.get() : portable(session, connection);
      below.ifPresent(own -> session.getUserProperties().put(WIRE, own));
      if (conversation.open(transport)) {
        conversation.opened();
      } else {
        transport.close(connection.endedBy().orElse(CloseReason.NOT_READY));
      }
    } catch (RuntimeException failure) {
      troubles.report("Could not open " + connection, failure);
      connection.close(CloseReason.INTERNAL_ERROR);
    }
    below.ifPresent(WireConnection::start);
  }

  /** Passes an event on to the session's conversation, if it has one. */
  void with(Session session, Consumer<Conversation> event) {
    if (property(session, KEY) instanceof Conversation conversation) {
      event.accept(conversation);
    }
  }

  /** The session has ended, or the container is about to end it. */
  void end(Session session, jakarta.websocket.CloseReason reason) {
    if (property(session, WIRE) instanceof WireConnection below) {
      below.leaveToContainer();
    }
    with(session, conversation -> conversation.closed(CloseReasons.toOurs(reason)));
  }

  private Transport portable(Session session, Connection connection) {
    return new PortableTransport(session, Optional.of(connection), loops, config.writeTimeout());
  }

  /** A session whose socket has gone may have no properties any more. */
  private static @Nullable Object property(Session session, String key) {
    Map<String, Object> properties = session.getUserProperties();
    return properties == null ? null : properties.get(key);
  }
}
