package io.heartwire.it.attack;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Attackers that do the same to the gateway again and again, each over a connection at a time,
 * until the attack is called off. Whoever is cut off comes back after a short rest.
 */
public final class Attack implements AutoCloseable {
  /** What an attacker costs itself, on the machine that it attacks, must not be what disturbs. */
  private static final long REST_NANOS = 500_000_000L;

  /** What one attacker does with one connection, until it has done it or is cut off. */
  public interface Assault {
    void on(RawSocket socket) throws IOException;
  }

  private final Set<RawSocket> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> attackers = new ArrayList<>();
  private final AtomicInteger cutOff = new AtomicInteger();
  private volatile boolean over;

  private Attack() {}

  public static Attack launch(int attackers, RawSocketBuilder target, Assault assault) {
    Attack attack = new Attack();
    for (int i = 0; i < attackers; i++) {
      Thread attacker = new Thread(() -> attack.repeat(target, assault), "attacker-" + i);
      attack.attackers.add(attacker);
      attacker.start();
    }
    return attack;
  }

  /** How often the server ended an attacker's connection. */
  int cutOff() {
    return cutOff.get();
  }

  @Override
  public void close() throws Exception {
    over = true;
    for (Thread attacker : attackers) {
      while (attacker.isAlive()) {
        for (RawSocket socket : open) {
          socket.reset();
        }
        attacker.join(100);
      }
    }
  }

  private void repeat(RawSocketBuilder target, Assault assault) {
    while (!over) {
      try (RawSocket socket = target.connect()) {
        open.add(socket);
        try {
          assault.on(socket);
        } finally {
          open.remove(socket);
        }
      } catch (IOException cut) {
        cutOff.incrementAndGet();
      }
      LockSupport.parkNanos(REST_NANOS);
    }
  }
}
