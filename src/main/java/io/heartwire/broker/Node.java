package io.heartwire.broker;

import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** This running gateway, as it introduces itself. Safe for use by any thread. */
@Internal
@Singleton
public class Node {
  private static final Logger LOG = Logger.getLogger(Node.class.getName());
  private static final String WITHOUT_HOST = "heartwire";

  private final String uid = UUID.randomUUID().toString();
  private final String name;
  private final String version;
  private final TimeSource time;
  private final long startedAt;

  @Inject
  public Node(NodeConfig config, TimeSource time) {
    this.name = config.name().isEmpty() ? hostName() : config.name();
    this.version = readVersion();
    this.time = time;
    this.startedAt = time.nanos();
  }

  /** Being told of the start makes it exist from then on, so that its uptime is right. */
  void introduce(@Observes Startup start) {
    LOG.log(Level.INFO, "Heartwire {0}, node {1} ({2})", new Object[] {version, name, uid});
  }

  /** Never given to another, not even after a restart. */
  public String uid() {
    return uid;
  }

  /** What other nodes are told of this one. */
  public NodeInfo info(Payload figures) {
    return new NodeInfo(new NodeId(uid), name, version, figures);
  }

  /** For people; two nodes may have the same. */
  public String name() {
    return name;
  }

  /** The gateway's. */
  public String version() {
    return version;
  }

  /** Since the start. */
  public Duration uptime() {
    return Duration.ofNanos(time.nanos() - startedAt);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return WITHOUT_HOST;
    }
  }

  private static String readVersion() {
    Properties file = new Properties();
    try (InputStream in = Node.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        file.load(in);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return file.getProperty("version", "");
  }
}
