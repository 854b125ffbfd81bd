package io.heartwire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Clients;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.RecordedCommands;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients of one protocol over the real pool and channels in memory, by the manual clock. What a
 * test sets, it sets before its first client.
 *
 * @param <W> all that the clients share
 */
public abstract class ProtocolFixture<W extends ProtocolFixture.World> {

  /** What clients of every protocol share. */
  public interface World {
    TestChannels kit();

    Clients clients();
  }

  @RegisterExtension protected final TestPool pool;
  protected final List<ConnectHook> connectHooks = new CopyOnWriteArrayList<>();
  protected final RecordedCommands timed = new RecordedCommands();
  protected final LogCapture log = new LogCapture(ConnectionErrors.class);
  private @Nullable TokenVerifier verifier;
  private @Nullable W world;

  /**
   * @param settings beside those of the tenants {@code tight}, with few commands, and {@code
   *     small}, with small outboxes
   */
  protected ProtocolFixture(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("heartwire.tenant.classes", "tight,small");
    all.put("heartwire.tenant.small.outbox.capacity", "128");
    all.put("heartwire.tenant.tight.limit.commands-per-second", "2");
    all.put("heartwire.tenant.tight.limit.commands-burst", "3");
    this.pool = new TestPool(all);
  }

  /** Makes what the clients share, at the first of them. */
  protected abstract W make();

  /** Fails if something is left of clients that are gone. */
  protected abstract void checkNothingIsLeft(W world);

  @AfterEach
  protected final void nothingIsLeftOnceAllAreGone() {
    log.close();
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    if (world == null) {
      return;
    }
    TestChannels kit = world.kit();
    assertThat(kit.channels.count()).as("channels at the end").isZero();
    assertThat(world.clients().count()).as("clients at the end").isZero();
    assertThat(kit.stays.count()).as("limited stays at the end").isZero();
    assertThat(kit.told(ClientDisconnected.class).stream().map(gone -> gone.client().client()))
        .as("an end for each client that took part")
        .containsExactlyInAnyOrderElementsOf(
            kit.told(ClientConnected.class).stream().map(come -> come.client().client()).toList());
    assertThat(kit.told(ClientUnsubscribed.class))
        .as("an end for each subscription")
        .hasSameSizeAs(kit.told(ClientSubscribed.class));
    checkNothingIsLeft(world);
  }

  protected final void set(String key, String value) {
    assertThat(world).as("what is set after the first client comes too late").isNull();
    pool.overrides.put(key, value);
  }

  /** Clients from now on are of this tenant. */
  protected final void ofTenant(String tenant) {
    connectHooks.clear();
    connectHooks.add(attempt -> Decision.accept(Identity.user("").in(tenant)));
  }

  /** Tokens are {@link FakeTokens}; without it, nothing verifies them. */
  protected final void verifyTokens() {
    verifier = new FakeTokens();
  }

  protected final Tokens tokens(TestChannels kit) {
    return kit.tokens(verifier);
  }

  protected final W world() {
    W made = world;
    if (made == null) {
      made = make();
      world = made;
    }
    return made;
  }
}
