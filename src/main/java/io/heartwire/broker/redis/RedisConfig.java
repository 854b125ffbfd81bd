package io.heartwire.broker.redis;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import io.lettuce.core.StaticCredentialsProvider;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Where Redis is, and the limits of its use.
 *
 * @param where its address; none where another engine is chosen
 * @param prefix of every key, so that applications may share a Redis
 * @param timeout of one command
 * @param maxPending the most commands that wait for their answers; beyond it commands fail at once
 * @param metaTtl how long a stream's epoch and offset are known after its last use
 * @param caFile certificates (PEM) that are trusted with TLS, instead of those of the JDK
 */
@Internal
@Dependent
public record RedisConfig(
    Optional<RedisAddress> where,
    String prefix,
    Duration timeout,
    int maxPending,
    Duration metaTtl,
    Optional<Path> caFile)
    implements ConfigGroup {
  private static final String ADDRESS = "heartwire.broker.redis.address";
  private static final String PREFIX = "heartwire.broker.redis.prefix";
  private static final String CA_FILE = "heartwire.broker.redis.ca-file";

  @Inject
  public RedisConfig(Settings settings) {
    this(
        address(settings),
        prefix(settings),
        settings.duration(
            "heartwire.broker.redis.timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
        settings.number("heartwire.broker.redis.max-pending", 100, 10_000_000),
        settings.duration(
            "heartwire.broker.redis.meta-ttl", Duration.ofMinutes(1), Duration.ofDays(3650)),
        caFile(settings));
  }

  /**
   * Where it is.
   *
   * @throws NoSuchElementException if another engine is chosen
   */
  RedisAddress address() {
    return where.orElseThrow();
  }

  boolean isSet() {
    return where.isPresent();
  }

  /** A secret, since it may have a password in it. */
  private static Optional<RedisAddress> address(Settings settings) {
    Optional<RedisAddress> address = settings.secret(ADDRESS, RedisAddress::parse);
    if (address.isEmpty() && settings.text("heartwire.broker").equalsIgnoreCase("redis")) {
      settings.refuseSecret(ADDRESS, RedisAddress.ALLOWED);
    }
    String user = settings.text("heartwire.broker.redis.user");
    Optional<String> password = settings.secret("heartwire.broker.redis.password", text -> text);
    if (address.isPresent() && password.isPresent()) {
      address
          .get()
          .setCredentials(
              new StaticCredentialsProvider(
                  user.isEmpty() ? null : user, password.get().toCharArray()));
    }
    return address;
  }

  private static String prefix(Settings settings) {
    String prefix = settings.text(PREFIX);
    if (prefix.contains("{") || prefix.contains("}")) {
      settings.refuse(PREFIX, "without { and }, which choose the master in a Redis Cluster");
    }
    return prefix;
  }

  private static Optional<Path> caFile(Settings settings) {
    String file = settings.text(CA_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      settings.refuse(CA_FILE, "a file with certificates (PEM) that this process may read");
    }
    return Optional.of(path);
  }
}
